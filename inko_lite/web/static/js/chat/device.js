// The browser and the system, as far as the browser tells them; shown to the guest, who may correct them.

const BROWSERS = [
  ["Edge", /\bEdg(?:e|A|iOS)?\/([\d.]+)/],
  ["Opera", /\bOPR\/([\d.]+)/],
  ["Samsung Internet", /\bSamsungBrowser\/([\d.]+)/],
  ["Thunderbird", /\bThunderbird\/([\d.]+)/],
  ["Firefox", /\b(?:Firefox|FxiOS)\/([\d.]+)/],
  ["Chrome", /\b(?:Chrome|CriOS|HeadlessChrome)\/([\d.]+)/],
  ["Safari", /\bVersion\/([\d.]+).*Safari\//],
];

const SYSTEMS = [
  ["iPadOS", /\biPad\b.*OS ([\d_]+)/],
  ["iOS", /\biPhone\b.*OS ([\d_]+)/],
  ["Android", /\bAndroid ([\d.]+)/],
  ["Android", /\bAndroid\b/],
  ["ChromeOS", /\bCrOS\b/],
  // Every macOS since 11 calls itself 10.15, and Windows 11 calls itself 10: no version is better than a wrong one.
  ["macOS", /\bMacintosh\b/],
  ["Windows", /\bWindows\b/],
  ["Linux", /\bLinux\b/],
];

// {version: "Firefox 143", os: "Windows"}; empty texts for what cannot be told.
export function detect(userAgent) {
  const named = ([name, pattern], parts) => {
    const found = pattern.exec(userAgent);
    if (!found) return null;
    const version = (found[1] ?? "").replaceAll("_", ".").split(".").slice(0, parts).join(".");
    return version ? `${name} ${version}` : name;
  };
  const first = (list, parts) => list.map((each) => named(each, parts)).find(Boolean) ?? "";
  return { version: first(BROWSERS, 1), os: first(SYSTEMS, 2) };
}
