package io.anteroom.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/** Goes to the provider and back as a browser does, with the cookies of one service. */
final class SignInBrowser {

  private static final HttpClient HTTP =
      HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).build();

  private final String service;
  private final Map<String, String> cookies = new TreeMap<>();

  /**
   * @param service its address, without a slash at the end
   */
  SignInBrowser(String service) {
    this.service = service;
  }

  /** Begins a sign-in; returns the answer, which leads to the provider. */
  HttpResponse<String> begin() {
    return get(URI.create(service + "/operator/sign-in"));
  }

  /** The same, and does not wait for the answer. */
  CompletableFuture<HttpResponse<String>> beginAsync() {
    HttpRequest request = own(URI.create(service + "/operator/sign-in")).build();
    return HTTP.sendAsync(request, BodyHandlers.ofString());
  }

  /** The provider's answer to the sign-in that was begun: where it leads back to. */
  URI atProvider(HttpResponse<String> begun) {
    return location(send(HttpRequest.newBuilder(location(begun))));
  }

  /** The whole way; returns the answer to who comes back. */
  HttpResponse<String> signIn() {
    return get(atProvider(begin()));
  }

  /** Reads something of the service as the page does. */
  HttpResponse<String> read(String path) {
    return get(URI.create(service + path));
  }

  /** Changes something as the page does. */
  HttpResponse<String> post(String path) {
    return send(
        own(URI.create(service + path))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.noBody()));
  }

  HttpResponse<String> get(URI address) {
    return send(own(address));
  }

  Map<String, String> cookies() {
    return cookies;
  }

  static URI location(HttpResponse<String> answer) {
    return answer
        .headers()
        .firstValue("Location")
        .map(URI::create)
        .orElseThrow(() -> new AssertionError(answer + " " + answer.body()));
  }

  /** The answer is the problem of this type, and its detail has this part. */
  static void assertProblem(HttpResponse<String> answer, int status, String type, String part) {
    assertEquals(status, answer.statusCode(), answer.body());
    JsonObject problem = new JsonObject(answer.body());
    assertEquals("/problems/" + type, problem.getString("type"));
    assertTrue(problem.getString("detail").contains(part), answer.body());
  }

  private HttpRequest.Builder own(URI address) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address).header("Sec-Fetch-Site", "same-origin");
    if (!cookies.isEmpty()) {
      request.header(
          "Cookie",
          cookies.entrySet().stream()
              .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
              .collect(Collectors.joining("; ")));
    }
    return request;
  }

  private HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      HttpResponse<String> answer = HTTP.send(request.build(), BodyHandlers.ofString());
      if (answer.uri().toString().startsWith(service)) {
        answer.headers().allValues("Set-Cookie").forEach(this::keep);
      }
      return answer;
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private void keep(String cookie) {
    String[] parts = cookie.split(";")[0].split("=", 2);
    if (parts[1].isEmpty() || cookie.contains("Max-Age=0")) {
      cookies.remove(parts[0]);
    } else {
      cookies.put(parts[0], parts[1]);
    }
  }
}
