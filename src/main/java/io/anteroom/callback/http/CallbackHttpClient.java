package io.anteroom.callback.http;

import io.anteroom.callback.destination.ResolvedDestination;
import io.anteroom.callback.outbox.CallbackSettings;
import io.smallrye.mutiny.Uni;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;

/**
 * Sends one request to the address that was checked, under the name of the URL: the name is in the
 * {@code Host} header, in SNI, and is what the certificate must be for; the trust store is the
 * JVM's. Follows no redirect. Thread-safe.
 */
@Singleton
public class CallbackHttpClient {

  /** Shorter than the five seconds after which common servers close a connection. */
  private static final int KEEP_ALIVE_SECONDS = 3;

  private static final Duration LONGEST_CONNECT = Duration.ofSeconds(5);

  private final HttpClient client;
  private final Clock clock;
  private final int answerLimit;

  /** Opens no connection yet. */
  public CallbackHttpClient(Vertx vertx, Clock clock, CallbackSettings settings) {
    this.clock = clock;
    this.answerLimit = settings.answerLimit();
    this.client =
        vertx.createHttpClient(
            options(settings.timeout()), new PoolOptions().setHttp1MaxSize(settings.atOnce()));
  }

  /** Live reload keeps Vert.x. */
  @PreDestroy
  void close() {
    client.close();
  }

  /**
   * Posts; whoever cancels the answer closes the connection. Of an answer from a private network
   * only its status is told: whoever named the URL may not be meant to read what is said there.
   */
  public Uni<ReceiverResponse> send(ResolvedDestination to, MultiMap headers, byte[] body) {
    Uni<ReceiverResponse> answer = exchange(to, headers, body);
    return to.inPrivateNetwork() ? answer.map(ReceiverResponse::statusOnly) : answer;
  }

  private Uni<ReceiverResponse> exchange(ResolvedDestination to, MultiMap headers, byte[] body) {
    return Uni.createFrom()
        .emitter(
            emitter -> {
              CallbackExchange callbackExchange = new CallbackExchange(emitter, answerLimit, clock);
              emitter.onTermination(callbackExchange::breakOff);
              client
                  .request(request(to, headers))
                  .onSuccess(request -> callbackExchange.send(request, body))
                  .onFailure(callbackExchange::fail);
            });
  }

  private static RequestOptions request(ResolvedDestination to, MultiMap headers) {
    URI url = to.url();
    boolean tls = "https".equalsIgnoreCase(url.getScheme());
    int port = port(url, tls);
    return new RequestOptions()
        .setMethod(HttpMethod.POST)
        .setServer(
            SocketAddress.inetSocketAddress(new InetSocketAddress(unnamed(to.address()), port)))
        .setHost(url.getHost())
        .setPort(port)
        .setSsl(tls)
        .setURI(target(url))
        .setFollowRedirects(false)
        .setHeaders(headers);
  }

  /** By a name that the address carries, connections to another address of it would be reused. */
  private static InetAddress unnamed(InetAddress address) {
    try {
      return InetAddress.getByAddress(address.getAddress());
    } catch (UnknownHostException e) {
      throw new IllegalStateException("an address has 4 or 16 bytes", e);
    }
  }

  private static int port(URI url, boolean tls) {
    if (url.getPort() != -1) {
      return url.getPort();
    }
    return tls ? 443 : 80;
  }

  private static String target(URI url) {
    String path = url.getRawPath() == null || url.getRawPath().isEmpty() ? "/" : url.getRawPath();
    return url.getRawQuery() == null ? path : path + "?" + url.getRawQuery();
  }

  private static HttpClientOptions options(Duration timeout) {
    Duration connect = timeout.compareTo(LONGEST_CONNECT) < 0 ? timeout : LONGEST_CONNECT;
    return new HttpClientOptions()
        .setProtocolVersion(HttpVersion.HTTP_1_1)
        .setUseAlpn(false)
        .setVerifyHost(true)
        .setConnectTimeout((int) connect.toMillis())
        .setIdleTimeout((int) timeout.toSeconds() + 1)
        .setKeepAliveTimeout(KEEP_ALIVE_SECONDS);
  }
}
