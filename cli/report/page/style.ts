export const style = `
:root {
  color-scheme: light dark;
  --paper: #ffffff; --ink: #1b1f24; --faint: #57606a; --line: #d0d7de;
  --first: #0b6bcb; --second: #1a7f5a; --third: #b35900; --fourth: #b3261e;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #14171b; --ink: #e6e9ed; --faint: #9aa4af; --line: #353c45;
    --first: #5aa9f5; --second: #4cc493; --third: #f0a050; --fourth: #f28b82;
  }
}
body {
  margin: 2rem auto; max-width: 48rem; padding: 0 1rem;
  background: var(--paper); color: var(--ink); font: 1rem/1.5 system-ui, sans-serif;
}
h1 { font-size: 1.5rem; overflow-wrap: anywhere; }
h2 { font-size: 1.1rem; margin: 2rem 0 0.5rem; }
caption { padding: 0 0 0.5rem; }
p, figcaption, caption { color: var(--faint); }
figure { margin: 0; }
table { border-collapse: collapse; width: 100%; }
caption { text-align: left; }
th, td { border-bottom: 1px solid var(--line); padding: 0.25rem 0.5rem; text-align: right; font-weight: normal; }
th[scope="row"], th:first-child { text-align: left; overflow-wrap: break-word; }
td { font-variant-numeric: tabular-nums; white-space: nowrap; }
td.bar { width: 40%; }
.wide { overflow-x: auto; }
.wide th { white-space: nowrap; }
.wide > svg { min-width: 36rem; }
svg { display: block; width: 100%; }
svg.bar { height: 0.6rem; fill: var(--first); }
svg text { fill: var(--faint); font-size: 11px; }
svg line { stroke: var(--line); }
.first { fill: var(--first); } .second { fill: var(--second); } .third { fill: var(--third); } .fourth { fill: var(--fourth); }
.key { white-space: nowrap; margin-right: 0.8rem; }
.key svg { display: inline-block; width: 0.7rem; height: 0.7rem; margin-right: 0.3rem; }
@media print { body { margin: 0; max-width: none; } }
`;
