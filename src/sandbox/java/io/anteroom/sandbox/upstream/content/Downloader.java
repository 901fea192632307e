package io.anteroom.sandbox.upstream.content;

import io.anteroom.sandbox.upstream.settings.ContentSettings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.file.FileSystem;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.concurrent.TimeoutException;

/** Fetches URLs over HTTP and HTTPS. Never blocks. */
public final class Downloader {
  private static final int CONNECTIONS_PER_HOST = 64;

  private final FileSystem files;
  private final HttpClient http;

  public Downloader(Vertx vertx) {
    this.files = vertx.fileSystem();
    this.http =
        vertx.createHttpClient(
            new HttpClientOptions().setMaxPoolSize(CONNECTIONS_PER_HOST).setMaxRedirects(5));
  }

  /** Fetches a URL into a file, or fails with {@link UnreadableContentException} that says why. */
  public Future<StoredFile> fetch(
      String url, Path target, ContentSettings settings, long maxBytes) {
    return request(url, settings)
        .compose(http::request)
        .compose(HttpClientRequest::send)
        .compose(response -> save(response, url, target, maxBytes))
        .recover(cause -> Future.failedFuture(reason(url, cause)));
  }

  private static Future<RequestOptions> request(String url, ContentSettings settings) {
    try {
      URI uri = new URI(url);
      boolean isWeb = "http".equalsIgnoreCase(uri.getScheme()) || isHttps(uri);
      if (!isWeb || uri.getHost() == null) {
        return Future.failedFuture(
            new UnreadableContentException("cannot fetch " + url + ": not an http or https URL"));
      }
      return Future.succeededFuture(
          new RequestOptions()
              .setMethod(HttpMethod.GET)
              .setAbsoluteURI(url)
              .setSsl(isHttps(uri))
              .setFollowRedirects(true)
              .setConnectTimeout(settings.connectTimeoutMs())
              .setIdleTimeout(settings.downloadTimeoutMs()));
    } catch (URISyntaxException e) {
      return Future.failedFuture(new UnreadableContentException("not a URL: " + url));
    }
  }

  private static boolean isHttps(URI uri) {
    return "https".equalsIgnoreCase(uri.getScheme());
  }

  private Future<StoredFile> save(
      HttpClientResponse response, String url, Path target, long maxBytes) {
    if (response.statusCode() != 200) {
      // The reset is told to the response too, where nobody needs to hear of it.
      response.exceptionHandler(reset -> {});
      response.request().reset();
      return Future.failedFuture(
          new UnreadableContentException(
              "cannot fetch " + url + ": the server answered " + response.statusCode()));
    }
    return FileSink.write(files, response, target, maxBytes)
        .map(size -> new StoredFile(target, size, response.getHeader("Content-Type"), name(url)))
        .onFailure(cause -> response.request().reset());
  }

  private static String name(String url) {
    String path = URI.create(url).getPath();
    return path.substring(path.lastIndexOf('/') + 1);
  }

  private static UnreadableContentException reason(String url, Throwable cause) {
    if (cause instanceof UnreadableContentException unreadable) {
      return unreadable;
    }
    String words = cause.getMessage();
    if (cause instanceof UnknownHostException) {
      words = "its host is not known";
    } else if (cause instanceof TimeoutException) {
      words = "it did not answer in time";
    }
    return new UnreadableContentException("cannot fetch " + url + ": " + words, cause);
  }
}
