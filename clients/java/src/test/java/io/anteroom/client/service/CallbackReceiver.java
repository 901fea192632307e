package io.anteroom.client.service;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.anteroom.client.callback.Callback;
import io.anteroom.client.callback.CallbackException;
import io.anteroom.client.callback.CallbackVerifier;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A service that receives callbacks: 204 for one of Anteroom's, 401 for anything else. */
final class CallbackReceiver implements AutoCloseable {

  private final BlockingQueue<Callback> callbacks = new LinkedBlockingQueue<>();
  private final CallbackVerifier verifier;
  private final HttpServer server;

  CallbackReceiver(String secret) throws IOException {
    verifier = CallbackVerifier.of(secret);
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::receive);
    server.start();
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/callbacks");
  }

  Callback next() throws InterruptedException {
    Callback callback = callbacks.poll(60, TimeUnit.SECONDS);
    if (callback == null) {
      throw new AssertionError("no callback came");
    }
    return callback;
  }

  private void receive(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    try {
      callbacks.add(verifier.verify(body, exchange.getRequestHeaders()::getFirst));
      exchange.sendResponseHeaders(204, -1);
    } catch (CallbackException e) {
      exchange.sendResponseHeaders(401, -1);
    }
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
