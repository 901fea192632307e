package io.anteroom.callback.http;

import io.anteroom.callback.destination.ResolvedDestination;
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
import io.vertx.core.tracing.TracingPolicy;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;

/**
 * Sends one request to the address that was checked, under the host name of the URL: the name is in
 * the {@code Host} header and in SNI, and the certificate must be for it. Trusts what the JVM's
 * trust store trusts. Follows no redirect. Thread-safe.
 */
@Singleton
public class CallbackHttpClient {

  /** Shorter than the five seconds after which common servers close a connection. */
  private static final int KEEP_ALIVE_SECONDS = 3;

  private static final Duration MAX_CONNECT_TIMEOUT = Duration.ofSeconds(5);

  /**
   * The limits of one client.
   *
   * @param timeout how long one delivery may take
   * @param maxResponse how many bytes of a response are read, at least 1
   * @param maxConnections how many connections to one address there may be, at least 1
   */
  public record Limits(Duration timeout, int maxResponse, int maxConnections) {}

  private final HttpClient client;
  private final Clock clock;
  private final int maxResponse;

  /** Opens no connection yet. */
  public CallbackHttpClient(Vertx vertx, Clock clock, Limits limits) {
    this.clock = clock;
    this.maxResponse = limits.maxResponse();
    this.client =
        vertx.createHttpClient(
            options(limits.timeout()), new PoolOptions().setHttp1MaxSize(limits.maxConnections()));
  }

  /** A live reload keeps Vert.x, and with it this client. */
  @PreDestroy
  void close() {
    client.close();
  }

  /**
   * Sends a POST. Cancelling it closes the connection. Of a response from a private network only
   * the status is returned, since the client that named the URL may not be allowed to read that
   * network.
   */
  public Uni<ReceiverResponse> send(ResolvedDestination to, MultiMap headers, byte[] body) {
    Uni<ReceiverResponse> response = exchange(to, headers, body);
    return to.inPrivateNetwork() ? response.map(ReceiverResponse::statusOnly) : response;
  }

  private Uni<ReceiverResponse> exchange(ResolvedDestination to, MultiMap headers, byte[] body) {
    return Uni.createFrom()
        .emitter(
            emitter -> {
              CallbackExchange exchange = new CallbackExchange(emitter, maxResponse, clock);
              emitter.onTermination(exchange::cancel);
              client
                  .request(request(to, headers))
                  .onSuccess(request -> exchange.send(request, body))
                  .onFailure(exchange::fail);
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

  /** Without its name: Vert.x would reuse connections to another address of the same name. */
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
    Duration connect = timeout.compareTo(MAX_CONNECT_TIMEOUT) < 0 ? timeout : MAX_CONNECT_TIMEOUT;
    return new HttpClientOptions()
        .setProtocolVersion(HttpVersion.HTTP_1_1)
        .setUseAlpn(false)
        .setVerifyHost(true)
        .setTracingPolicy(TracingPolicy.IGNORE) // the headers say what is told of a trace
        .setConnectTimeout((int) connect.toMillis())
        .setIdleTimeout((int) timeout.toSeconds() + 1)
        .setKeepAliveTimeout(KEEP_ALIVE_SECONDS);
  }
}
