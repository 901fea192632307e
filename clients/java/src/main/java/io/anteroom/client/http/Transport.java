package io.anteroom.client.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;

/** Sends requests, each once. Thread-safe. */
public final class Transport {

  /** The version of the API that this client was written for. */
  private static final String API_VERSION = "2024-12-01";

  private final HttpClient http;
  private final String baseUri;
  private final String key;
  private final Duration responseTimeout;
  private final Executor executor;
  private final FirstContact contact;

  /**
   * With a client of the JDK.
   *
   * @param responseTimeout how long a response may take after the request has left, beyond the time
   *     that the service was asked to wait
   * @param executor runs what follows a timeout
   * @param contact is told what becomes of each request
   */
  public Transport(
      HttpClient http,
      URI baseUri,
      String key,
      Duration responseTimeout,
      Executor executor,
      FirstContact contact) {
    this.http = http;
    this.baseUri = baseUri.toString().replaceFirst("/+$", "");
    this.key = key;
    this.responseTimeout = responseTimeout;
    this.executor = executor;
    this.contact = contact;
  }

  /** How long a response may take. */
  public Duration responseTimeout() {
    return responseTimeout;
  }

  /** Runs what follows a pause or a timeout. */
  public Executor executor() {
    return executor;
  }

  /**
   * Sends a request. The result fails with an {@link IOException} if no response came, with a
   * {@code ProblemException} if the response is one, and with an {@link UncheckedIOException} if
   * the body could not be read from its source. To cancel it closes the connection.
   */
  public CompletableFuture<Response> send(Request request) {
    return exchange(
        request,
        BodyHandlers.ofString(StandardCharsets.UTF_8),
        response -> Response.of(response.statusCode(), response.headers(), response.body()));
  }

  /** The same for a response that is read in another way. */
  public <B, R> CompletableFuture<R> exchange(
      Request request, BodyHandler<B> handler, Function<HttpResponse<B>, R> read) {
    CompletableFuture<R> result = new CompletableFuture<>();
    Duration limit = responseTimeout.plus(request.held());
    IdleTimer timer =
        IdleTimer.start(
            limit,
            () ->
                result.completeExceptionally(
                    new HttpTimeoutException("no response for " + limit.toMillis() + " ms")),
            executor);
    result.whenComplete((value, failure) -> timer.stop());
    try {
      WatchedPublisher body = new WatchedPublisher(request.body().publisher(), timer::touch);
      CompletableFuture<HttpResponse<B>> sent = http.sendAsync(httpRequest(request, body), handler);
      result.whenComplete((value, failure) -> sent.cancel(true));
      sent.whenComplete(
          (response, failure) -> {
            contact.note(failure);
            complete(result, body, response, failure, read);
          });
    } catch (IOException e) {
      result.completeExceptionally(new UncheckedIOException(e));
    } catch (RuntimeException e) { // a header that HTTP does not allow
      result.completeExceptionally(e);
    }
    return result;
  }

  private static <B, R> void complete(
      CompletableFuture<R> result,
      WatchedPublisher body,
      HttpResponse<B> response,
      Throwable failure,
      Function<HttpResponse<B>, R> read) {
    if (body.failure() != null) {
      result.completeExceptionally(unread(body.failure()));
    } else if (failure != null) {
      result.completeExceptionally(failure);
    } else {
      try {
        result.complete(read.apply(response));
      } catch (RuntimeException e) {
        result.completeExceptionally(e);
      }
    }
  }

  private static Throwable unread(Throwable failure) {
    return failure instanceof IOException io ? new UncheckedIOException(io) : failure;
  }

  private HttpRequest httpRequest(Request request, WatchedPublisher body) {
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(URI.create(baseUri + request.path()))
            .header("Authorization", "Bearer " + key)
            .header("Api-Version", API_VERSION)
            .header("User-Agent", "anteroom-java");
    if (request.method().equals("GET")) {
      builder.GET(); // with an empty body it would have a Content-Length
    } else {
      builder.method(request.method(), body);
    }
    if (!request.body().contentType().isEmpty()) {
      builder.header("Content-Type", request.body().contentType());
    }
    request.headers().forEach(builder::header);
    return builder.build();
  }
}
