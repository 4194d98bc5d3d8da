/* In an element with data-questions, what hangs on another answer (data-hangs-on, data-on-value) shows when it is given. */

function given(questions, name) {
  const fields = [...questions.querySelectorAll(`[name="${CSS.escape(name)}"]`)];
  const counting = fields.filter((field) => !field.closest(".question[hidden]"));
  const chosen = counting.filter((field) => !["radio", "checkbox"].includes(field.type) || field.checked);
  return chosen.map((field) => field.value.trim());
}

/* In the order of the page: what decides comes first. */
function settle(questions) {
  for (const question of questions.querySelectorAll("[data-hangs-on]")) {
    question.hidden = !given(questions, question.dataset.hangsOn).includes(question.dataset.onValue);
  }
  questions.classList.add("ready");
}

const questionsIn = (element) => element.querySelectorAll("[data-questions]");

function follow({ target }) {
  const questions = target.closest("[data-questions]");
  if (questions) settle(questions);
}

document.addEventListener("input", follow);
document.addEventListener("change", follow);
document.addEventListener("htmx:load", ({ detail }) => {
  for (const questions of questionsIn(detail.elt.parentElement ?? detail.elt)) settle(questions);
});
for (const questions of questionsIn(document)) settle(questions);
