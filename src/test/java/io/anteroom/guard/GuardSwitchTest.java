package io.anteroom.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.anteroom.TestSettings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.io.IOException;
import java.net.Socket;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Real connections to a server that was customized by the guard. */
class GuardSwitchTest {

  @AutoClose private final Vertx vertx = Vertx.vertx();
  private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();

  @ParameterizedTest
  @CsvSource({"true, 1", "false, 0"})
  void onlyAnEnabledGuardCountsConnections(String enabled, int expected) throws IOException {
    HttpServerOptions options = new HttpServerOptions().setHost("127.0.0.1").setPort(0);
    GuardSettings settings =
        TestSettings.of(GuardSettings.class, "anteroom.http.guard.enabled", enabled);
    new ConnectionGuard(settings, metrics, vertx).customizeHttpServer(options);
    assertFalse(options.isHttp2ClearTextEnabled());
    HttpServer server =
        vertx
            .createHttpServer(options)
            .requestHandler(request -> request.response().end())
            .listen()
            .toCompletionStage()
            .toCompletableFuture()
            .join();
    try (Socket caller = new Socket("127.0.0.1", server.actualPort())) {
      caller.getOutputStream().write("GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes());
      assertEquals('H', caller.getInputStream().read());
      assertEquals(expected, metrics.get("anteroom.http.connections").gauge().value());
    }
  }
}
