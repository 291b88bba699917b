// The page of a job follows it while it is open; without this file there is a link to look again.
(function () {
  "use strict";
  var place = document.querySelector("[data-job]");
  if (!place || !window.fetch) return;
  var failures = 0;

  function follow() {
    fetch(place.getAttribute("data-job"), { credentials: "same-origin" }).then(function (answer) {
      if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
      return answer.text();
    }).then(function (text) {
      failures = 0;
      var came = new DOMParser().parseFromString(text, "text/html");
      Array.prototype.forEach.call(place.querySelectorAll("[data-job-part]"), function (part) {
        var next = came.querySelector("[data-job-part='" + part.getAttribute("data-job-part") + "']");
        if (next && next.innerHTML !== part.innerHTML) part.innerHTML = next.innerHTML;
      });
      if (came.querySelector("[data-job-open]")) setTimeout(follow, 1000);
    }).catch(function () {
      failures += 1;
      if (failures < 10) setTimeout(follow, 2000 * failures);
    });
  }
  setTimeout(follow, 1000);
})();
