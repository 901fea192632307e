package io.anteroom.callback.secret;

import io.anteroom.account.Clients;
import io.anteroom.async.CallerContext;
import io.anteroom.async.ShortLivedCache;
import io.anteroom.async.Ticker;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * The secrets that the callbacks of each client are signed with: those of the configuration, or
 * else those that Anteroom made for it. Thread-safe.
 */
@Singleton
public class CallbackSecrets {

  private static final Logger LOG = Logger.getLogger(CallbackSecrets.class);

  /** How late a replica may sign with what another one stored. */
  static final Duration REMEMBERED = Duration.ofSeconds(5);

  private static final int CLIENTS = 1000;
  private static final int NEW_SECRET_BYTES = 32;

  private final Clients clients;
  private final StoredSecrets stored;
  private final SecretCipher cipher;
  private final SecureRandom random = new SecureRandom();
  private final ShortLivedCache<List<CallbackSecret>> memory;

  public CallbackSecrets(
      Clients clients, StoredSecrets stored, SecretCipher cipher, Ticker ticker) {
    this.clients = clients;
    this.stored = stored;
    this.cipher = cipher;
    this.memory = new ShortLivedCache<>(this::readStored, REMEMBERED, CLIENTS, ticker);
  }

  /**
   * What to sign with now: the newest first, two while a secret is rotated, none where the client
   * has no secret. A secret that another replica made a moment ago may not be among them yet.
   * Answers on the Vert.x context on which it is asked, if there is one.
   *
   * @param client the name of the client
   * @return fails with {@link SecretUnreadableException} where a stored one cannot be decrypted
   */
  public Uni<List<CallbackSecret>> of(String client) {
    List<CallbackSecret> given = configured(client);
    return given.isEmpty()
        ? memory.of(client).emitOn(CallerContext.executor())
        : Uni.createFrom().item(given);
  }

  /** Whether the configuration gives the client its secret: then none is made. */
  public boolean isConfigured(String client) {
    return !configured(client).isEmpty();
  }

  /** Whether secrets can be made: there is a key to encrypt them with. */
  public boolean canMake() {
    return cipher.isReady();
  }

  /**
   * Makes a new secret for the client and stores it; the present one signs too for the time of a
   * rotation. Within that time the one that was there before it stays the former one, and only the
   * newest is replaced: whoever lost an answer may ask again.
   */
  public Uni<NewCallbackSecret> make(String client) {
    byte[] key = new byte[NEW_SECRET_BYTES];
    random.nextBytes(key);
    CallbackSecret secret = new CallbackSecret(key);
    return stored
        .rotate(client, cipher.seal(client, secret))
        .invoke(() -> noteNew(client))
        .map(row -> new NewCallbackSecret(secret, SecretInfo.of(row)));
  }

  /** What can be told of the client's secret; empty where it has none. */
  public Uni<Optional<SecretInfo>> facts(String client) {
    return isConfigured(client)
        ? Uni.createFrom().item(Optional.of(SecretInfo.CONFIGURED))
        : stored.find(client).map(row -> row.map(SecretInfo::of));
  }

  private List<CallbackSecret> configured(String client) {
    return clients.named(client).stream()
        .flatMap(found -> found.callbackSecrets().stream())
        .map(secret -> CallbackSecret.parse(secret.value()))
        .toList();
  }

  private void noteNew(String client) {
    memory.forget(client);
    LOG.infof("client %s has a new callback secret", client);
  }

  private Uni<List<CallbackSecret>> readStored(String client) {
    return stored.find(client).map(row -> row.map(found -> open(client, found)).orElse(List.of()));
  }

  private List<CallbackSecret> open(String client, StoredSecret row) {
    CallbackSecret present = cipher.open(client, row.sealed);
    return Stream.concat(
            Stream.of(present),
            row.previous().flatMap(bytes -> openPrevious(client, bytes)).stream())
        .toList();
  }

  /** After a change of the encryption key the new secret alone has to do. */
  private Optional<CallbackSecret> openPrevious(String client, byte[] sealed) {
    try {
      return Optional.of(cipher.open(client, sealed));
    } catch (SecretUnreadableException e) {
      LOG.warnf("%s; only the newer one signs", e.getMessage());
      return Optional.empty();
    }
  }
}
