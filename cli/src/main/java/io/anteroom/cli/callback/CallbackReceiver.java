package io.anteroom.cli.callback;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.anteroom.cli.ExitCode;
import io.anteroom.cli.output.Console;
import io.anteroom.cli.output.Output;
import io.anteroom.cli.output.OutputClosedException;
import io.anteroom.client.callback.Callback;
import io.anteroom.client.callback.CallbackException;
import io.anteroom.client.callback.CallbackVerifier;
import io.anteroom.client.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.CompletableFuture;

/** A server on loopback that takes callbacks: 204 for one of Anteroom's, 401 for anything else. */
final class CallbackReceiver implements AutoCloseable {

  /** Anteroom's bodies have at most 20 KB. */
  private static final int LARGEST = 1024 * 1024;

  private static final int TAKEN = 204;
  private static final int REFUSED = 401;
  private static final int NOT_TAKEN = 503;

  private final Console console;
  private final Output output;
  private final CallbackVerifier verifier;
  private final CompletableFuture<Integer> end;
  private int left;
  private HttpServer server;

  /**
   * Not started yet.
   *
   * @param count how many callbacks to take; 0 for no end
   * @param end completed with the exit code after that many
   */
  CallbackReceiver(
      Console console,
      Output output,
      CallbackVerifier verifier,
      int count,
      CompletableFuture<Integer> end) {
    this.console = console;
    this.output = output;
    this.verifier = verifier;
    this.left = count;
    this.end = end;
  }

  void start(int port) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.createContext("/", this::receive);
    server.start(); // one thread, so that lines do not mix
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
  }

  private void receive(HttpExchange exchange) throws IOException {
    int status = status(exchange);
    exchange.sendResponseHeaders(status, -1);
    exchange.close();
    if (status == TAKEN && left > 0 && --left == 0) {
      end.complete(ExitCode.DONE);
    }
  }

  private int status(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readNBytes(LARGEST);
    try {
      print(verifier.verify(body, exchange.getRequestHeaders()::getFirst));
      return TAKEN;
    } catch (CallbackException e) {
      console.say("Refused with 401: " + e.getMessage());
      return REFUSED;
    } catch (OutputClosedException e) {
      end.completeExceptionally(e);
      return NOT_TAKEN; // it comes again
    }
  }

  private void print(Callback callback) {
    JsonObject data = callback.json().object("data").orElse(JsonObject.empty());
    String words =
        "%s %s %s %s"
            .formatted(
                callback.json().string("timestamp").orElse(""),
                callback.json().string("type").orElse("?"),
                data.string("task_id").or(() -> data.string("batch_id")).orElse("?"),
                callback.id());
    output.event(
        words, JsonObject.empty().with("id", callback.id()).with("callback", callback.json()));
  }

  @Override
  public void close() {
    if (server != null) {
      server.stop(0);
    }
  }
}
