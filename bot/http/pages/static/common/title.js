// Who asks, as the person calls them: the title in every language that the journey has.

/**
 * Show the title in `language`, else in the journey's own; put into what has data-title or data-title-label.
 * @param {string} language
 */
export function entitle(language) {
  const tag = language.toLowerCase();
  const titles = JSON.parse(document.documentElement.dataset.titles ?? "{}");
  const title = titles[tag] ?? titles[tag.split("-")[0]];
  document.title = title ?? titles[""] ?? document.title;
  for (const element of document.querySelectorAll("[data-title]")) element.textContent = document.title;
  for (const element of document.querySelectorAll("[data-title-label]")) element.setAttribute("aria-label", document.title);
}
