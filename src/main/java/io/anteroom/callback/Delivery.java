package io.anteroom.callback;

import io.anteroom.callback.secret.CallbackSecret;
import io.anteroom.callback.secret.CallbackSecrets;
import io.anteroom.callback.secret.SecretUnreadable;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;

/** One attempt to deliver a callback. Thread-safe. */
@Singleton
class Delivery {

  private static final String NO_SECRET =
      "The client has no callback secret to sign with: POST /callback-secret makes one.";
  private static final String UNREADABLE =
      "The client's callback secret cannot be decrypted: ask the operator, or make a new one with"
          + " POST /callback-secret.";
  private static final String NOTHING_TO_TELL = "What it would tell of is gone.";

  private final CallbackSecrets secrets;
  private final Bodies bodies;
  private final SignedPost post;
  private final Clock clock;

  Delivery(CallbackSecrets secrets, Bodies bodies, SignedPost post, Clock clock) {
    this.secrets = secrets;
    this.bodies = bodies;
    this.post = post;
    this.clock = clock;
  }

  /**
   * Makes it; fails where our own store does not answer, or with {@link GivenBack}: neither is an
   * attempt.
   */
  Uni<Attempt> attempt(Claim claim) {
    return secrets
        .of(claim.client())
        .chain(found -> found.isEmpty() ? unsent(NO_SECRET) : sign(claim, found))
        .onFailure(SecretUnreadable.class)
        .recoverWithUni(() -> unsent(UNREADABLE));
  }

  private Uni<Attempt> sign(Claim claim, List<CallbackSecret> keys) {
    return bodies.of(claim).chain(body -> tell(claim, body, keys));
  }

  private Uni<Attempt> tell(Claim claim, byte[] body, List<CallbackSecret> keys) {
    return body == null ? unsent(NOTHING_TO_TELL) : post.send(claim, body, keys);
  }

  private Uni<Attempt> unsent(String why) {
    return Uni.createFrom().item(() -> Attempt.unsent(clock.instant(), why));
  }
}
