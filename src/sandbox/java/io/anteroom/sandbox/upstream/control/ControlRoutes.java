package io.anteroom.sandbox.upstream.control;

import io.anteroom.sandbox.upstream.counters.CounterSnapshot;
import io.anteroom.sandbox.upstream.counters.Counters;
import io.anteroom.sandbox.upstream.http.ResponseWriter;
import io.anteroom.sandbox.upstream.http.SandboxResponse;
import io.anteroom.sandbox.upstream.limits.AccountLimits;
import io.anteroom.sandbox.upstream.settings.LiveSettings;
import io.anteroom.sandbox.upstream.settings.SettingsJson;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * {@code /_sandbox/}: what tests in other processes see and set, and a page for people; no key, and
 * only from loopback.
 */
public final class ControlRoutes {
  private static final String ROOT = "/_sandbox/";

  private final LiveSettings settings;
  private final Counters counters;
  private final SampleFiles samples;
  private final AccountLimits limits;
  private final Reset reset;

  private ControlRoutes(
      LiveSettings settings,
      Counters counters,
      SampleFiles samples,
      AccountLimits limits,
      Reset reset) {
    this.settings = settings;
    this.counters = counters;
    this.samples = samples;
    this.limits = limits;
    this.reset = reset;
  }

  /** Forgets all data. Runs on the event loop. */
  @FunctionalInterface
  public interface Reset {
    Future<Void> run();
  }

  /** Adds all controls to the router. */
  public static void add(
      Router router,
      Vertx vertx,
      LiveSettings settings,
      Counters counters,
      AccountLimits limits,
      Reset reset) {
    ControlRoutes routes =
        new ControlRoutes(settings, counters, new SampleFiles(vertx, settings), limits, reset);
    router.route(ROOT + "*").handler(LoopbackOnly::check);
    router.get("/_sandbox").handler(LoopbackOnly::check).handler(ControlPage::write);
    router.get(ROOT + "counters").handler(routes::counters);
    router.get(ROOT + "completions").handler(routes::completions);
    router.get(ROOT + "settings").handler(routes::settings);
    router.patch(ROOT + "settings").handler(routes::change);
    router.post(ROOT + "limits/reset").handler(routes::resetLimits);
    router.post(ROOT + "reset").handler(routes::reset);
    router.get(ROOT + "files/:name").handler(routes::file);
  }

  private void counters(RoutingContext http) {
    CounterSnapshot snapshot = counters.snapshot();
    if ("true".equals(http.request().getParam("reset"))) {
      counters.reset();
    }
    write(http, SandboxResponse.ok(CountersView.of(snapshot)));
  }

  private void completions(RoutingContext http) {
    write(http, SandboxResponse.ok(Map.of("completions", counters.completions())));
  }

  private void settings(RoutingContext http) {
    write(http, SandboxResponse.ok(SettingsJson.write(settings.current())));
  }

  private void change(RoutingContext http) {
    http.request()
        .body()
        .map(Buffer::toString)
        .map(patch -> settings.change(now -> now.merge(patch)))
        .map(changed -> SandboxResponse.ok(SettingsJson.write(changed)))
        .otherwise(cause -> SandboxResponse.error(400, cause.getMessage()))
        .onSuccess(answer -> write(http, answer));
  }

  private void resetLimits(RoutingContext http) {
    limits.reset();
    write(http, SandboxResponse.ok(Map.of("message", "Each account has all its calls again")));
  }

  private void reset(RoutingContext http) {
    reset
        .run()
        .map(done -> SandboxResponse.ok(Map.of("message", "All data was forgotten")))
        .otherwise(cause -> SandboxResponse.error(500, cause.toString()))
        .onSuccess(answer -> write(http, answer));
  }

  private void file(RoutingContext http) {
    samples.find(http.pathParam("name")).onSuccess(file -> send(http, file)).onFailure(http::fail);
  }

  private void send(RoutingContext http, Optional<Path> file) {
    if (file.isPresent()) {
      http.response().sendFile(file.get().toString()).onFailure(http::fail);
    } else {
      write(http, SandboxResponse.error(404, "no such file"));
    }
  }

  private static void write(RoutingContext http, SandboxResponse answer) {
    ResponseWriter.write(http.request(), answer);
  }
}
