// Only smoothing: every page works without it.
(function () {
  "use strict";

  // The site's clock may stand elsewhere than the computer's: its distance is kept.
  var clock = document.querySelector("[data-clock]");
  var deadline = document.querySelector("[data-deadline]");
  if (clock) {
    var shift = Number(clock.dataset.clock) - Date.now();
    var tick = function () {
      var now = Date.now() + shift;
      var local = new Date(now + 7 * 3600000);
      var two = function (n) { return (n < 10 ? "0" : "") + n; };
      clock.textContent = two(local.getUTCHours()) + ":" + two(local.getUTCMinutes()) + " " +
        two(local.getUTCDate()) + "/" + two(local.getUTCMonth() + 1) + "/" + local.getUTCFullYear();
      if (deadline) {
        var minutes = Math.ceil((Number(deadline.dataset.deadline) - now) / 60000);
        while (minutes <= 0) { minutes += 1440; }
        deadline.textContent = minutes < 60
          ? deadline.dataset.minutes.replace("#", minutes)
          : deadline.dataset.hours.replace("##", minutes % 60).replace("#", Math.floor(minutes / 60));
        deadline.classList.toggle("deadline-near", minutes <= 60);
      }
    };
    tick();
    setInterval(tick, 15000);
  }

  // What is wrong comes into focus, so that it is read out and seen.
  var errors = document.getElementById("errors");
  if (errors) { errors.focus(); }

  // A menu closes when one clicks elsewhere or presses Escape.
  var close = function (except) {
    document.querySelectorAll(".top-menu[open], .phone-bar details[open]").forEach(function (menu) {
      if (!except || !menu.contains(except)) { menu.removeAttribute("open"); }
    });
  };
  document.addEventListener("click", function (e) { close(e.target); });
  document.addEventListener("keydown", function (e) { if (e.key === "Escape") { close(null); } });

  // A form is sent once, however often its button is pressed.
  document.addEventListener("submit", function (e) {
    var form = e.target;
    if (form.method !== "post" || form.hasAttribute("hx-post")) { return; }
    // Another button of the same form is another act: a second list is taken behind the first, which leaves the page as it is.
    var pressed = e.submitter ? e.submitter.name + "=" + e.submitter.value + " " + (e.submitter.getAttribute("formaction") || "") : "form";
    if (form.dataset.sent === pressed) { e.preventDefault(); return; }
    form.dataset.sent = pressed;
    setTimeout(function () { delete form.dataset.sent; }, 8000);
  });

  // Bulk acts say how many rows they will touch.
  document.addEventListener("change", function (e) {
    var table = e.target.closest("[data-bulk]");
    if (!table) { return; }
    if (e.target.matches("[data-tick-all]")) {
      table.querySelectorAll("tbody input[type=checkbox]").forEach(function (box) { box.checked = e.target.checked; });
    }
    var count = table.querySelectorAll("tbody input[type=checkbox]:checked").length;
    document.querySelectorAll("[data-bulk-count='" + table.dataset.bulk + "']").forEach(function (place) {
      place.textContent = count;
      var bar = place.closest("[data-bulk-bar]");
      if (bar) { bar.hidden = count === 0; }
    });
  });
})();
