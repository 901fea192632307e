package io.anteroom.upstream.http;

import io.anteroom.account.Account;
import io.anteroom.account.AccountDirectory;
import io.anteroom.async.http.InformationalResponses;
import io.quarkus.rest.client.reactive.QuarkusRestClientBuilder;
import io.vertx.core.tracing.TracingPolicy;
import jakarta.inject.Singleton;
import jakarta.ws.rs.client.ClientRequestFilter;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jboss.resteasy.reactive.client.api.QuarkusRestClientProperties;

/** The REST client of each account: its address, its key, its own connections. Thread-safe. */
@Singleton
public class MixpeekClients {

  private final Map<String, MixpeekApi> apis;
  private final Map<String, MixpeekApi> fileApis;

  /** Builds them; no connection is opened yet. */
  public MixpeekClients(
      AccountDirectory accounts, UpstreamSettings settings, ResponseMemory bytes) {
    this.apis = build(accounts, settings, bytes, settings.callTimeoutMs());
    this.fileApis = build(accounts, settings, bytes, settings.uploadTimeoutMs());
  }

  public MixpeekApi of(Account account) {
    return apis.get(account.name());
  }

  /** The same for calls that carry a file and may take long. */
  public MixpeekApi forFilesOf(Account account) {
    return fileApis.get(account.name());
  }

  private static Map<String, MixpeekApi> build(
      AccountDirectory accounts, UpstreamSettings settings, ResponseMemory bytes, long timeoutMs) {
    return accounts.all().stream()
        .collect(Collectors.toMap(Account::name, a -> build(a, settings, bytes, timeoutMs)));
  }

  private static MixpeekApi build(
      Account account, UpstreamSettings settings, ResponseMemory bytes, long timeoutMs) {
    String authorization = "Bearer " + account.apiKey().value();
    ClientRequestFilter headers =
        request -> {
          request.getHeaders().putSingle(HttpHeaders.AUTHORIZATION, authorization);
          request.getHeaders().putSingle(HttpHeaders.ACCEPT_ENCODING, "identity");
        };
    int idleSeconds = (int) Math.max(1, settings.idleTimeout().toSeconds());
    return QuarkusRestClientBuilder.newBuilder()
        .baseUri(account.baseUrl())
        .connectTimeout(settings.connectTimeout().toMillis(), TimeUnit.MILLISECONDS)
        .readTimeout(timeoutMs, TimeUnit.MILLISECONDS)
        .followRedirects(false)
        .disableDefaultMapper(true)
        .register(headers)
        // Whoever makes the call says what it tells of a trace: most are polls, for many traces.
        .httpClientOptionsCustomizer(options -> options.setTracingPolicy(TracingPolicy.IGNORE))
        .httpClientRequestCustomizer(
            request -> {
              InformationalResponses.skipFor(request);
              bytes.watch(request);
            })
        .property(QuarkusRestClientProperties.CONNECTION_POOL_SIZE, settings.connections())
        .property(QuarkusRestClientProperties.CONNECTION_TTL, idleSeconds)
        .build(MixpeekApi.class);
  }
}
