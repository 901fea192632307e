package io.anteroom.account;

import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Sessions of operators: a text that is signed, and stored nowhere. What signs it is made of the
 * operator's key and of the keys of all accounts, so every replica with the same configuration
 * takes it, and none does when that key has left the configuration. The digest of an operator's key
 * alone, which a configuration may show, signs nothing. Those of {@link OidcSessions} are read here
 * too. Immutable, thread-safe.
 */
@Singleton
public class OperatorSessions {

  /** How long a session holds. */
  public static final Duration LENGTH = Duration.ofHours(8);

  private static final String PURPOSE = "anteroom operator session 1";
  private static final Pattern TEXT = Pattern.compile("(1\\.(\\d{1,12}))\\.([A-Za-z0-9_-]{43})");

  /** What signs the sessions that were begun with one key. */
  private record Signer(Operator operator, HmacKey key) {}

  private final List<Signer> signers;
  private final OperatorKeys keys;
  private final OidcSessions others;
  private final HmacKey installation;
  private final Clock clock;

  OperatorSessions(OperatorKeys keys, OidcSessions others, AccountDirectory accounts, Clock clock) {
    this.keys = keys;
    this.others = others;
    this.clock = clock;
    this.installation = InstallationKey.of(accounts, PURPOSE);
    this.signers =
        keys.all().stream()
            .map(entry -> new Signer(entry.operator(), signer(entry.digest())))
            .toList();
  }

  /**
   * Begins a session.
   *
   * @param key as an operator sent it; not null
   * @return the text of the session; empty where no operator has this key
   */
  public Optional<String> begin(String key) {
    if (keys.operatorOf(key).isEmpty()) {
      return Optional.empty();
    }
    String head = "1." + clock.instant().plus(LENGTH).getEpochSecond();
    return Optional.of(head + "." + signer(ApiKeyHash.of(key)).signature(head));
  }

  /**
   * The session of a text, if it was signed here and has not ended. Takes the same time whichever
   * key signed it, or none.
   *
   * @param text as it came; not null
   */
  public Optional<OperatorSession> read(String text) {
    Matcher parts = TEXT.matcher(text);
    if (!parts.matches()) {
      return others.read(text);
    }
    Operator found = null;
    for (Signer signer : signers) {
      if (signer.key().signed(parts.group(1), parts.group(3))) {
        found = signer.operator();
      }
    }
    Instant until = Instant.ofEpochSecond(Long.parseLong(parts.group(2)));
    return Optional.ofNullable(found)
        .filter(operator -> clock.instant().isBefore(until))
        .map(operator -> new OperatorSession(operator, until));
  }

  private HmacKey signer(ApiKeyHash hash) {
    return new HmacKey(installation.sign(hash.bytes()));
  }
}
