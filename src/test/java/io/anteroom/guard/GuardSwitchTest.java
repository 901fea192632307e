package io.anteroom.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.anteroom.TestSettings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Real connections to a server that was customized by the guard. */
class GuardSwitchTest {

  private static final int CLOSED = -1;

  @AutoClose private final Vertx vertx = Vertx.vertx();
  private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
  private ConnectionGuard guard;

  @ParameterizedTest
  @CsvSource({"true, 1", "false, 0"})
  void onlyAnEnabledGuardLimitsConnections(String enabled, int refused) throws IOException {
    HttpServer server = start(enabled);
    try (Socket first = connect(server);
        Socket second = connect(server)) {
      assertEquals('H', get(first));
      assertEquals(refused == 1 ? CLOSED : 'H', get(second));
      assertEquals(refused, metrics.get("anteroom.http.connections.refused").counter().count());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"true", "false"})
  void aStopClosesThePortBeforeTheConnections(String enabled) throws IOException {
    HttpServer server = start(enabled);
    try (Socket open = connect(server)) {
      assertEquals('H', get(open));
      guard.closeListeners(Duration.ZERO);
      Awaitility.await().until(() -> isRefused(server));
      while (open.getInputStream().available() > 0) {
        open.getInputStream().read();
      }
      assertEquals('H', get(open), "an open connection is still answered");
    }
  }

  private HttpServer start(String enabled) {
    HttpServerOptions options = new HttpServerOptions().setHost("127.0.0.1").setPort(0);
    guard =
        new ConnectionGuard(
            TestSettings.of(
                GuardSettings.class,
                "anteroom.http.guard.enabled",
                enabled,
                "anteroom.http.guard.max-connections",
                "1"),
            metrics,
            vertx);
    guard.customizeHttpServer(options);
    assertFalse(options.isHttp2ClearTextEnabled());
    return vertx
        .createHttpServer(options)
        .requestHandler(request -> request.response().end())
        .listen()
        .toCompletionStage()
        .toCompletableFuture()
        .join();
  }

  private static Socket connect(HttpServer server) throws IOException {
    Socket socket = new Socket("127.0.0.1", server.actualPort());
    socket.setSoTimeout(10_000);
    return socket;
  }

  private static boolean isRefused(HttpServer server) throws IOException {
    try (Socket socket = connect(server)) {
      return false;
    } catch (ConnectException refused) {
      return true;
    }
  }

  /** The first character of a response; -1 where the connection is closed instead. */
  private static int get(Socket socket) {
    try {
      socket.getOutputStream().write("GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes());
      return socket.getInputStream().read();
    } catch (IOException closed) {
      return CLOSED;
    }
  }
}
