package io.anteroom.client;

import io.anteroom.client.http.FirstContact;
import io.anteroom.client.http.Transport;
import io.anteroom.client.repeat.Backoff;
import io.anteroom.client.repeat.Pauses;
import io.anteroom.client.repeat.Repeats;
import io.anteroom.client.wait.WaitSettings;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;

/** Makes an {@link AnteroomClient}. Used by one thread. All times must be longer than 0. */
public final class AnteroomClientBuilder {

  private static final Duration LONGEST_WAIT = Duration.ofSeconds(600);

  /** Longer than the 10 s for which the JDK does not look an unknown name up again. */
  static final Duration FIRST_CONNECT_TIMEOUT = Duration.ofSeconds(20);

  private final URI baseUri;
  private final String apiKey;
  private HttpClient httpClient;
  private Executor executor;
  private Duration connectTimeout = Duration.ofSeconds(5);
  private Duration firstConnectTimeout = FIRST_CONNECT_TIMEOUT;
  private Duration responseTimeout = Duration.ofSeconds(20);
  private Duration callTimeout = Duration.ofMinutes(2);
  private Duration waitTimeout = Duration.ofHours(1);
  private Duration waitPerRequest = Duration.ofSeconds(25);
  private Pauses pauses = Pauses.REAL;

  AnteroomClientBuilder(URI baseUri, String apiKey) {
    String scheme = String.valueOf(baseUri.getScheme());
    if (!scheme.matches("https?") || baseUri.getHost() == null) {
      throw new IllegalArgumentException("The base URI must begin with http:// or https://.");
    }
    if (baseUri.getQuery() != null || baseUri.getFragment() != null) {
      throw new IllegalArgumentException("The base URI must have no query and no fragment.");
    }
    if (!apiKey.matches("[!-~]+")) {
      throw new IllegalArgumentException("The API key must have printable ASCII characters only.");
    }
    this.baseUri = baseUri;
    this.apiKey = apiKey;
  }

  /**
   * How long a connection may take to open. 5 s if not given. It does not count with a {@link
   * #httpClient} of your own.
   */
  public AnteroomClientBuilder connectTimeout(Duration timeout) {
    this.connectTimeout = positive(timeout);
    return this;
  }

  /**
   * How long a call is repeated if the client has never been connected: nobody listens, say, or the
   * name is not known. Then it fails with an {@link
   * io.anteroom.client.failure.UnreachableException}. Once the client was connected, calls are
   * repeated as {@link #callTimeout} says, since Anteroom may start again. About 20 s if not given.
   * Make it longer in a process that may start while every replica restarts.
   */
  public AnteroomClientBuilder firstConnectTimeout(Duration timeout) {
    this.firstConnectTimeout = positive(timeout);
    return this;
  }

  /**
   * How long a response may take after the request has left, beyond the time that Anteroom is asked
   * to wait. Then the call is repeated. 20 s if not given. An event stream may be silent for three
   * times this.
   */
  public AnteroomClientBuilder responseTimeout(Duration timeout) {
    this.responseTimeout = positive(timeout);
    return this;
  }

  /**
   * How long a call may take with all its repeats. A call that waits for a task or sends a file may
   * take longer; it gives up after this time if it failed, and nobody ever responded. 2 minutes if
   * not given.
   */
  public AnteroomClientBuilder callTimeout(Duration timeout) {
    this.callTimeout = positive(timeout);
    return this;
  }

  /** How long to wait for the end of a task, if the call does not say. 1 hour if not given. */
  public AnteroomClientBuilder waitTimeout(Duration timeout) {
    this.waitTimeout = positive(timeout);
    return this;
  }

  /**
   * How long Anteroom is asked to hold a response back until a task has ended. Then it is asked
   * again. Make it shorter than the idle timeout of a proxy in between. 25 s if not given, at most
   * 600 s.
   */
  public AnteroomClientBuilder waitPerRequest(Duration time) {
    if (positive(time).compareTo(LONGEST_WAIT) > 0) {
      throw new IllegalArgumentException("A request can wait for 600 s at most.");
    }
    this.waitPerRequest = time;
    return this;
  }

  /**
   * Runs what follows a response: the functions that you attach to futures, and listeners. If not
   * given, threads of the JDK's HTTP client and of its common pool do.
   */
  public AnteroomClientBuilder executor(Executor threads) {
    this.executor = Objects.requireNonNull(threads);
    return this;
  }

  /**
   * An HTTP client of your own, with a proxy or certificates, say. If not given, one with HTTP/1.1,
   * so that each request that waits has a connection of its own, and a cut ends no other.
   *
   * @param client should not follow redirects: the API key would go along
   */
  public AnteroomClientBuilder httpClient(HttpClient client) {
    this.httpClient = Objects.requireNonNull(client);
    return this;
  }

  /** For tests. */
  AnteroomClientBuilder pauses(Pauses others) {
    this.pauses = others;
    return this;
  }

  /** Makes the client. */
  public AnteroomClient build() {
    Executor threads =
        executor == null ? new CompletableFuture<Void>().defaultExecutor() : executor;
    HttpClient http = httpClient == null ? newHttpClient() : httpClient;
    Backoff backoff = new Backoff(() -> ThreadLocalRandom.current().nextLong());
    FirstContact contact = new FirstContact(http, baseUri, firstConnectTimeout);
    Transport transport = new Transport(http, baseUri, apiKey, responseTimeout, threads, contact);
    Repeats repeats = new Repeats(pauses, backoff, threads, callTimeout, contact);
    return new AnteroomClient(new WaitSettings(transport, repeats, waitTimeout, waitPerRequest));
  }

  private HttpClient newHttpClient() {
    HttpClient.Builder http =
        HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(connectTimeout);
    return executor == null ? http.build() : http.executor(executor).build();
  }

  private static Duration positive(Duration time) {
    if (time.isNegative() || time.isZero()) {
      throw new IllegalArgumentException("The time must be longer than 0.");
    }
    return time;
  }
}
