package io.anteroom.sandbox.upstream.control;

import io.anteroom.sandbox.upstream.settings.SandboxEndpoint;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The settings and counters as a page for people. It reads and changes them by the routes beside
 * it, and loads nothing from elsewhere.
 */
final class ControlPage {

  private static final String HTML =
      """
      <!doctype html>
      <html lang="en">
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <title>Stand-in upstream</title>
      <style>
        :root { color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif }
        body { max-width: 60rem; margin: 0 auto; padding: 0 1rem 2rem }
        table { border-collapse: collapse } td, th { padding: .15rem .8rem .15rem 0; text-align: left }
        input { width: 6rem } #said { min-height: 1.5em; font-weight: bold }
      </style>
      <h1>Stand-in upstream</h1>
      <p>Changes hold at once, for calls that come from now on. Anteroom is not told of them.</p>
      <p id="said" role="status"></p>
      <h2>Plan of each key</h2>
      <table id="plans"></table>
      <h2>Milliseconds in each stage of a task</h2>
      <table id="stages"></table>
      <h2>Faults</h2>
      <form id="fault">
        <select name="call" aria-label="call"></select>
        <select name="kind" aria-label="fault"></select>
        <input name="value" value="0.5" aria-label="value">
        <button>Set</button>
      </form>
      <p>A fault is a probability from 0 to 1, or for <code>forced_status</code> a status such as 429.</p>
      <table id="faults"></table>
      <h2>Calls so far</h2>
      <p id="totals"></p>
      <table id="calls"></table>
      <p>All settings: <a href="/_sandbox/settings">/_sandbox/settings</a>. They are changed by PATCH.</p>
      <script>
        const CALLS = %s;
        const KINDS = ["server_error", "drop_before", "drop_after", "late", "without_task_id",
          "redirect", "forced_status"];
        const find = id => document.getElementById(id);

        async function call(path, options) {
          const response = await fetch("/_sandbox/" + path, options);
          const body = await response.json();
          if (!response.ok) throw new Error(body.detail[0].msg);
          return body;
        }

        async function change(patch) {
          try {
            show(await call("settings", { method: "PATCH", body: JSON.stringify(patch) }));
            find("said").textContent = "Changed.";
          } catch (failure) {
            find("said").textContent = failure.message;
          }
        }

        function row(...cells) {
          const line = document.createElement("tr");
          for (const cell of cells) {
            const box = line.appendChild(document.createElement("td"));
            box.append(...[cell].flat());
          }
          return line;
        }

        function choice(names, chosen, label) {
          const list = document.createElement("select");
          list.ariaLabel = label;
          for (const name of names) list.append(new Option(name, name, false, name === chosen));
          return list;
        }

        function number(value, label, changed) {
          const field = document.createElement("input");
          Object.assign(field, { type: "number", min: 0, value, ariaLabel: label });
          field.onchange = () => changed(Number(field.value));
          return field;
        }

        function planRow([key, plan]) {
          const list = choice(["free", "pro", "enterprise"], plan, "plan of " + key);
          list.onchange = () => change({ keys: { [key]: list.value } });
          return row(key, list);
        }

        function stageRow(modality, stage, time) {
          const set = part => change({ stages: { [modality]: { [stage]: { median_ms: null, ...part } } } });
          const around = time.median_ms === null ? "" : ` (around ${time.median_ms})`;
          return row(modality, stage + around,
            ["from ", number(time.min_ms, `${modality} ${stage}, least`, min_ms =>
              set({ min_ms, max_ms: Math.max(min_ms, time.max_ms) }))],
            ["to ", number(time.max_ms, `${modality} ${stage}, most`, max_ms =>
              set({ max_ms, min_ms: Math.min(max_ms, time.min_ms) }))]);
        }

        function faultRow(name, kind, value) {
          const button = document.createElement("button");
          button.textContent = "Take away";
          button.onclick = () => change({ faults: { [name]: null } });
          return row(name, kind, String(value), button);
        }

        function show(settings) {
          find("plans").replaceChildren(...Object.entries(settings.keys).map(planRow));
          find("stages").replaceChildren(...Object.entries(settings.stages).flatMap(
            ([modality, stages]) => Object.entries(stages).map(
              ([stage, time]) => stageRow(modality, stage, time))));
          find("faults").replaceChildren(...Object.entries(settings.faults).flatMap(
            ([name, faults]) => Object.entries(faults).filter(([kind, value]) =>
              KINDS.includes(kind) && value).map(([kind, value]) => faultRow(name, kind, value))));
        }

        async function count() {
          const seen = await call("counters");
          find("totals").textContent = `${seen.calls} calls, ${seen.refused} refused with 429, `
            + `${seen.tasks_created} tasks, ${seen.doubled_task_ids} of them submitted twice`;
          find("calls").replaceChildren(...Object.entries(seen.endpoints).map(
            ([name, { calls, outcomes }]) => row(name, String(calls), Object.entries(outcomes)
              .map(([outcome, times]) => `${outcome}: ${times}`).join(", "))));
        }

        const form = find("fault");
        CALLS.forEach(name => form.call.append(new Option(name)));
        KINDS.forEach(kind => form.kind.append(new Option(kind)));
        form.onsubmit = event => {
          event.preventDefault();
          change({ faults: { [form.call.value]: { [form.kind.value]: Number(form.value.value) } } });
        };
        call("settings").then(show);
        count();
        setInterval(() => document.hidden || count(), 2000);
      </script>
      </html>
      """;

  private ControlPage() {}

  static void write(RoutingContext http) {
    HttpServerResponse response = http.response();
    response.putHeader("Content-Type", "text/html; charset=utf-8");
    response.putHeader("Cache-Control", "no-store");
    response.putHeader(
        "Content-Security-Policy",
        "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline';"
            + " connect-src 'self'; frame-ancestors 'none'");
    response.end(HTML.replace("%s", calls()));
  }

  /** The names that faults may have, as a list in JavaScript. */
  private static String calls() {
    return Stream.concat(
            Stream.of(SandboxEndpoint.ANY),
            Arrays.stream(SandboxEndpoint.values()).map(SandboxEndpoint::wireName))
        .map("\"%s\""::formatted)
        .collect(Collectors.joining(", ", "[", "]"));
  }
}
