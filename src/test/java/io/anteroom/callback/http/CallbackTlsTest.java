package io.anteroom.callback.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.anteroom.callback.TestCertificate;
import io.anteroom.callback.destination.DestinationFixture;
import io.anteroom.callback.destination.ResolvedDestination;
import io.smallrye.mutiny.Uni;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PfxOptions;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Over TLS the certificate must be for the name of the URL, not for the address. */
class CallbackTlsTest {

  private static final String NAME = "hooks.example.invalid";
  private static final String STORE = "javax.net.ssl.trustStore";
  private static final String STORE_PASSWORD = "javax.net.ssl.trustStorePassword";

  @TempDir Path folder;

  private final Vertx vertx = Vertx.vertx();
  private final List<String> names = new CopyOnWriteArrayList<>();
  private TestCertificate certificate;
  private HttpServer server;

  @BeforeEach
  void start() throws Exception {
    certificate = TestCertificate.of(NAME, folder);
    server =
        vertx
            .createHttpServer(
                new HttpServerOptions()
                    .setSsl(true)
                    .setSni(true)
                    .setKeyCertOptions(
                        new PfxOptions()
                            .setPath(certificate.keys().toString())
                            .setPassword(TestCertificate.PASSWORD)))
            .requestHandler(
                request -> {
                  names.add(request.connection().indicatedServerName());
                  request.response().end("thanks");
                })
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .join();
  }

  @AfterEach
  void stop() {
    System.clearProperty(STORE);
    System.clearProperty(STORE_PASSWORD);
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @Test
  void theNameOfTheUrlIsSentAndVerified() {
    trust();
    ReceiverResponse answer = send(NAME).await().atMost(Duration.ofSeconds(20));
    assertEquals(200, answer.status());
    assertEquals(List.of(NAME), names);
  }

  @Test
  void aCertificateForAnotherNameIsRefused() {
    trust();
    assertRefused("other.example.invalid");
    assertRefused("127.0.0.1");
  }

  @Test
  void anUntrustedCertificateIsRefused() {
    assertRefused(NAME);
  }

  private void assertRefused(String host) {
    Throwable failure =
        send(host)
            .onItemOrFailure()
            .transform((answer, refusal) -> refusal)
            .await()
            .atMost(Duration.ofSeconds(20));
    assertInstanceOf(SSLException.class, failure);
    assertEquals(List.of(), names);
  }

  private void trust() {
    System.setProperty(STORE, certificate.trust().toString());
    System.setProperty(STORE_PASSWORD, TestCertificate.PASSWORD);
  }

  private Uni<ReceiverResponse> send(String host) {
    CallbackHttpClient post =
        new CallbackHttpClient(
            vertx,
            Clock.systemUTC(),
            new CallbackHttpClient.Limits(Duration.ofSeconds(15), 1024, 64));
    return post.send(
        new ResolvedDestination(
            URI.create("https://" + host + ":" + server.actualPort() + "/hook"),
            DestinationFixture.address("127.0.0.1"),
            false),
        MultiMap.caseInsensitiveMultiMap(),
        "{}".getBytes());
  }
}
