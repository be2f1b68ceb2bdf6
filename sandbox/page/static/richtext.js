// What was typed with Slack's marks, as rich text: lists, quotes, code and styled words.
export function richText(text) {
  if (!text.trim()) return null;
  const words = (line) => {
    const found = [];
    const mark = /`([^`]+)`|\*([^*\s](?:[^*]*[^*\s])?)\*|_([^_\s](?:[^_]*[^_\s])?)_|~([^~\s](?:[^~]*[^~\s])?)~|(https?:\/\/\S+)/g;
    let end = 0;
    for (const match of line.matchAll(mark)) {
      if (match.index > end) found.push({ type: "text", text: line.slice(end, match.index) });
      const style = ["code", "bold", "italic", "strike"].find((_, index) => match[index + 1] !== undefined);
      found.push(style ? { type: "text", text: match.slice(1, 5).find(Boolean), style: { [style]: true } }
        : { type: "link", url: match[5] });
      end = match.index + match[0].length;
    }
    if (end < line.length) found.push({ type: "text", text: line.slice(end) });
    return found;
  };
  const elements = [];
  const section = (line) => ({ type: "rich_text_section", elements: words(line) });
  const list = (style, line) => {
    const before = elements[elements.length - 1];
    if (before?.type === "rich_text_list" && before.style === style) before.elements.push(section(line));
    else elements.push({ type: "rich_text_list", style, elements: [section(line)] });
  };
  const joined = (type, line) => {
    const before = elements[elements.length - 1];
    if (before?.type === type) before.elements.push({ type: "text", text: "\n" }, ...words(line));
    else elements.push({ type, elements: words(line) });
  };
  for (const part of text.split(/(```[\s\S]*?```)/)) {
    if (part.startsWith("```") && part.length > 6) {
      const code = part.slice(3, -3).replace(/^\n|\n$/g, "");
      if (code) elements.push({ type: "rich_text_preformatted", elements: [{ type: "text", text: code }] });
      continue;
    }
    for (const line of part.replace(/^\n|\n$/g, "").split("\n")) {
      const match = /^(?:([-•*])|(\d+)\.|(>)) +(.+)$/.exec(line);
      if (!match) joined("rich_text_section", line);
      else if (match[3]) joined("rich_text_quote", match[4]);
      else list(match[1] ? "bullet" : "ordered", match[4]);
    }
  }
  return { type: "rich_text", elements: elements.filter((element) => element.elements.length) };
}
