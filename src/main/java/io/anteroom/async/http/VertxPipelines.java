package io.anteroom.async.http;

import io.anteroom.async.StartupOrder;
import io.quarkus.runtime.Startup;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.impl.ConnectionBase;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * The names of the handlers that Vert.x puts into the Netty pipelines of its HTTP/1 connections.
 * Our own handlers take their place among them by these names, which Vert.x does not promise to
 * keep. So the start checks both ends of one connection to this machine itself, and fails when a
 * name that is needed is missing. No request is sent. Thread-safe.
 */
@Startup(StartupOrder.SETTINGS)
@Singleton
public final class VertxPipelines {

  /** Decodes the requests of a server's connection. */
  public static final String DECODER = "httpDecoder";

  /** Vert.x's connection itself: it gets the requests or responses that were decoded. */
  public static final String CONNECTION = "handler";

  private static final Logger LOG = Logger.getLogger(VertxPipelines.class);
  private static final String LOOPBACK = "127.0.0.1";
  private static final long MAX_SECONDS = 10;

  private final List<String> server;

  /**
   * Opens the connection and closes it again; blocks the thread of the start meanwhile. HTTP/2 in
   * clear text is off, as it is on our ports: with it a server waits for the first bytes.
   *
   * @throws IllegalStateException when this version of Vert.x names the handlers of clients
   *     otherwise
   */
  public VertxPipelines(Vertx vertx) {
    Promise<List<String>> accepted = Promise.promise();
    HttpServer listener =
        vertx
            .createHttpServer(new HttpServerOptions().setHttp2ClearTextEnabled(false))
            .requestHandler(request -> request.response().end())
            .connectionHandler(connection -> accepted.tryComplete(handlers(connection)));
    HttpClient client = vertx.createHttpClient();
    List<String> connected = List.of();
    List<String> served = List.of();
    try {
      int port = await(listener.listen(0, LOOPBACK)).actualPort();
      HttpClientRequest request = await(client.request(HttpMethod.GET, port, LOOPBACK, "/"));
      connected = handlers(request.connection());
      served = await(accepted.future());
    } catch (Exception e) {
      LOG.warnf("the handlers of Vert.x's connections could not be checked: %s", e);
    } finally {
      client.close();
      listener.close();
    }
    this.server = served;
    String fault = missing(connected, CONNECTION);
    if (fault != null) {
      throw new IllegalStateException(
          "this version of Vert.x does not fit: responses cannot be limited, a client's " + fault);
    }
  }

  /**
   * What is missing at the server's end of a connection, in words; null where all these handlers
   * are there, and where the start could not check it.
   */
  public String missingAtServer(String... names) {
    return missing(server, names);
  }

  static String missing(List<String> handlers, String... names) {
    for (String name : names) {
      if (!handlers.isEmpty() && !handlers.contains(name)) {
        return "connection has no handler '%s' but %s".formatted(name, handlers);
      }
    }
    return null;
  }

  private static List<String> handlers(HttpConnection connection) {
    return ((ConnectionBase) connection).channel().pipeline().names();
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(MAX_SECONDS, TimeUnit.SECONDS);
  }
}
