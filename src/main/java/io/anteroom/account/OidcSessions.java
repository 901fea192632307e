package io.anteroom.account;

import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Sessions of operators whom an OpenID provider has signed in: a text that is signed, and stored
 * nowhere. It tells the name and the role, since no configuration does. What signs it is made of
 * the keys of all accounts and of what is configured of the provider, so it ends when that changes.
 * Immutable, thread-safe.
 */
@Singleton
public class OidcSessions {

  private static final String PURPOSE = "anteroom operator session 2";
  private static final String STATE = "anteroom oidc state";
  private static final Pattern TEXT =
      Pattern.compile("(2\\.(\\d{1,12})\\.(read|admin)\\.([A-Za-z0-9_-]+))\\.([A-Za-z0-9_-]{43})");
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

  private final OidcOperators operators;
  private final HmacKey signer;
  private final HmacKey state;
  private final Clock clock;

  OidcSessions(OidcOperators operators, AccountDirectory accounts, Clock clock) {
    this.operators = operators;
    this.clock = clock;
    byte[] configured = bytes(operators.digest());
    this.signer = new HmacKey(InstallationKey.of(accounts, PURPOSE).sign(configured));
    this.state = new HmacKey(InstallationKey.of(accounts, STATE).sign(configured));
  }

  /** Begins a session of this operator; returns its text. */
  public String begin(Operator operator) {
    String head =
        "2.%d.%s.%s"
            .formatted(
                clock.instant().plus(OperatorSessions.LENGTH).getEpochSecond(),
                operator.role().label(),
                BASE64.encodeToString(bytes(operator.name())));
    return head + "." + signer.signature(head);
  }

  /**
   * The session of a text, if it was signed here and has not ended.
   *
   * @param text as it came; not null
   */
  Optional<OperatorSession> read(String text) {
    Matcher parts = TEXT.matcher(text);
    if (!operators.areConfigured()
        || !parts.matches()
        || !signer.signed(parts.group(1), parts.group(5))) {
      return Optional.empty();
    }
    Instant until = Instant.ofEpochSecond(Long.parseLong(parts.group(2)));
    String name = new String(Base64.getUrlDecoder().decode(parts.group(4)), StandardCharsets.UTF_8);
    return OperatorRole.named(parts.group(3))
        .filter(role -> clock.instant().isBefore(until))
        .map(role -> new OperatorSession(new Operator(name, role), until));
  }

  /**
   * What encrypts the state of a sign-in that is under way, the same on every replica: another one
   * may take its end.
   *
   * @return 43 characters
   */
  public String stateSecret() {
    return state.signature(STATE);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
