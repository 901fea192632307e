package io.anteroom.callback.secret;

import static io.anteroom.PostgresFixture.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.TestEnvironment;
import io.anteroom.TestSettings;
import io.anteroom.account.ClientsFixture;
import io.anteroom.async.DatabaseSession;
import io.anteroom.async.ManualTicker;
import io.anteroom.callback.secret.SecretInfo.Source;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Secrets that Anteroom makes, on a real PostgreSQL. */
@QuarkusTest
@QuarkusTestResource(TestEnvironment.class)
class CallbackSecretsTest {

  private static final String CONFIGURED = "whsec_bmV3IHNlY3JldCBvZiBhdCBsZWFzdCAyNCBieXRlcw==";

  @Inject Pool pool;
  @Inject DatabaseSession session;

  private final ManualTicker ticker = new ManualTicker();
  private final String client = "client-" + UUID.randomUUID();
  private CallbackSecrets secrets;

  @BeforeEach
  void start() {
    secrets = secrets(SecretCipherTest.cipher(1));
  }

  @Test
  void aClientWithoutASecretHasNone() {
    assertEquals(List.of(), await(secrets.of(client)));
    assertEquals(Optional.empty(), await(secrets.facts(client)));
  }

  @Test
  void theFirstSecretSignsAlone() {
    assertEquals(List.of(), await(secrets.of(client)));
    NewCallbackSecret made = await(secrets.make(client));
    assertEquals(32, made.secret().key().length);
    assertEquals(List.of(made.secret()), await(secrets.of(client)), "at once where it was made");
    SecretInfo facts = await(secrets.facts(client)).orElseThrow();
    assertEquals(made.facts(), facts);
    assertEquals(Source.STORED, facts.source());
    assertEquals(Optional.empty(), facts.previousValidUntil());
    assertFalse(made.toString().contains(made.secret().text().substring(6)), made::toString);
  }

  @Test
  void duringARotationTwoSecretsSign() {
    CallbackSecret first = await(secrets.make(client)).secret();
    NewCallbackSecret second = await(secrets.make(client));
    assertNotEquals(first, second.secret());
    assertEquals(List.of(second.secret(), first), await(secrets.of(client)));
    Instant until = second.facts().previousValidUntil().orElseThrow();
    assertEquals(
        Duration.ofHours(24), Duration.between(second.facts().createdAt().orElseThrow(), until));
    NewCallbackSecret third = await(secrets.make(client));
    assertEquals(List.of(third.secret(), first), await(secrets.of(client)), "the receiver has it");
    assertEquals(until, third.facts().previousValidUntil().orElseThrow(), "and no longer");
  }

  @Test
  void ofManyFirstSecretsMadeAtOnceOneBecomesThePreviousOne() {
    CallbackSecrets other = secrets(SecretCipherTest.cipher(1));
    List<CallbackSecret> made =
        await(
                Uni.join()
                    .all(IntStream.range(0, 6).mapToObj(i -> other.make(client)).toList())
                    .andFailFast())
            .stream()
            .map(NewCallbackSecret::secret)
            .toList();
    List<CallbackSecret> signing = await(secrets.of(client));
    assertEquals(2, signing.size());
    assertTrue(made.containsAll(signing));
  }

  @Test
  void afterTheRotationTheNewOneSignsAlone() {
    await(secrets.make(client));
    CallbackSecret second = await(secrets.make(client)).secret();
    sql(
        "update callback_secret set previous_valid_until = clock_timestamp() where client = '%s'"
            .formatted(client));
    assertEquals(List.of(second), await(secrets.of(client)));
    assertEquals(Optional.empty(), await(secrets.facts(client)).orElseThrow().previousValidUntil());
  }

  @Test
  void anotherReplicaSeesANewSecretAfterItsCacheExpires() {
    CallbackSecrets other = secrets(SecretCipherTest.cipher(1));
    CallbackSecret first = await(secrets.make(client)).secret();
    assertEquals(List.of(first), await(other.of(client)));
    CallbackSecret second = await(secrets.make(client)).secret();
    assertEquals(List.of(first), await(other.of(client)), "from memory");
    ticker.pass(CallbackSecrets.REMEMBERED);
    assertEquals(List.of(second, first), await(other.of(client)));
    assertTrue(CallbackSecrets.REMEMBERED.compareTo(Duration.ofSeconds(10)) <= 0);
  }

  @Test
  void theDatabaseHoldsNoSecretInClear() {
    NewCallbackSecret made = await(secrets.make(client));
    String hex = HexFormat.of().formatHex(made.secret().key());
    String row =
        sql("select s::text from callback_secret s where client = '%s'".formatted(client))
            .iterator()
            .next()
            .getString(0);
    assertFalse(row.contains(hex), row);
    assertFalse(row.contains(made.secret().text().substring(6)), row);
  }

  @Test
  void anotherEncryptionKeyFailsUntilANewSecretIsCreated() {
    await(secrets.make(client));
    CallbackSecrets rekeyed = secrets(SecretCipherTest.cipher(2));
    Throwable failure =
        await(rekeyed.of(client).onItemOrFailure().transform((item, thrown) -> thrown));
    assertInstanceOf(SecretUnreadableException.class, failure);
    assertTrue(failure.getMessage().contains(client), failure::getMessage);
    assertTrue(await(rekeyed.facts(client)).isPresent(), "what is not secret can be told");
    CallbackSecret made = await(rekeyed.make(client)).secret();
    assertEquals(List.of(made), await(rekeyed.of(client)));
  }

  @Test
  void aConfiguredSecretComesFirst() {
    CallbackSecret made = await(secrets.make(client)).secret();
    CallbackSecrets configured =
        secrets(
            SecretCipherTest.cipher(1),
            "anteroom.clients." + client + ".callback-secret",
            CONFIGURED);
    assertTrue(configured.isConfigured(client));
    assertEquals(List.of(CallbackSecret.parse(CONFIGURED)), await(configured.of(client)));
    assertEquals(
        new SecretInfo(Source.CONFIGURATION, Optional.empty(), Optional.empty()),
        await(configured.facts(client)).orElseThrow());
    assertEquals(List.of(made), await(secrets.of(client)));
  }

  private CallbackSecrets secrets(SecretCipher cipher, String... clients) {
    return new CallbackSecrets(
        ClientsFixture.of(clients),
        new StoredSecrets(session, TestSettings.of(SecretSettings.class)),
        cipher,
        ticker);
  }

  private RowSet<Row> sql(String statement) {
    return await(pool.query(statement).execute());
  }
}
