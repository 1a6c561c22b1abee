// Uploads dropped and chosen files by presigned requests, a few at a time.
import { byId, element, setText } from "./element.js";
import { post } from "./poll.js";

const atOnce = 4;
const progress = byId("upload-progress");
const result = byId("upload-result");
const problems = byId("upload-problems");

let total = { files: 0, done: 0, bytes: 0, sent: 0 };

const show = () => {
  const { files, done, bytes, sent } = total;
  progress.hidden = done === files;
  progress.value = bytes === 0 ? 0 : sent / bytes;
  setText(result, files === 0 ? "" : `${done} of ${files} uploaded`);
};

const complain = (name, reason) => problems.append(element("li", { textContent: `${name}: ${reason}` }));

/** S3 describes its errors in XML. */
const reasonIn = ({ status, responseText }) => {
  const answer = new DOMParser().parseFromString(responseText, "text/xml");
  return answer.querySelector("Message")?.textContent ?? `the endpoint answered ${status}`;
};

const put = (url, file, onSent) =>
  new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("PUT", url);
    request.upload.addEventListener("progress", ({ loaded }) => onSent(loaded));
    request.addEventListener("load", () =>
      request.status === 200 ? resolve() : reject(new Error(reasonIn(request))),
    );
    request.addEventListener("error", () =>
      reject(new Error("it could not be sent; is it a folder, was it changed, or has the run ended?")),
    );
    request.send(file);
  });

const send = async (file) => {
  let sent = 0;
  const onSent = (bytes) => {
    total.sent += Math.min(bytes, file.size) - sent;
    sent = Math.min(bytes, file.size);
    show();
  };
  try {
    const { key, url, matchesFilter } = await post("uploads.json", { name: file.name });
    await put(url, file, onSent);
    if (!matchesFilter)
      complain(key, "uploaded, but the pipeline does not look at such keys (uploadSuffixes)");
    total.done += 1;
  } catch (error) {
    total.files -= 1;
    complain(file.name, error.message);
  }
  onSent(file.size);
};

const upload = async (files, onDone) => {
  if (files.length === 0) return;
  if (total.done === total.files) {
    total = { files: 0, done: 0, bytes: 0, sent: 0 };
    problems.replaceChildren();
  }
  total.files += files.length;
  total.bytes += files.reduce((sum, { size }) => sum + size, 0);
  show();
  const waiting = files.values();
  const work = async () => {
    for (const file of waiting) await send(file);
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  onDone();
};

/** Takes files from the button, and files dropped anywhere on the page. */
export const acceptUploads = (onDone) => {
  const input = byId("files");
  input.addEventListener("change", () => {
    const files = [...input.files];
    input.value = "";
    void upload(files, onDone);
  });
  const highlight = (isOver) => byId("upload").classList.toggle("over", isOver);
  document.addEventListener("dragover", (event) => {
    event.preventDefault();
    highlight(true);
  });
  document.addEventListener("dragleave", (event) => event.relatedTarget === null && highlight(false));
  document.addEventListener("drop", (event) => {
    event.preventDefault();
    highlight(false);
    void upload([...event.dataTransfer.files], onDone);
  });
};
