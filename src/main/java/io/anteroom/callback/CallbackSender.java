package io.anteroom.callback;

import io.anteroom.callback.outbox.CallbackClaim;
import io.anteroom.callback.outbox.DeliveryAttempt;
import io.anteroom.callback.secret.CallbackSecret;
import io.anteroom.callback.secret.CallbackSecrets;
import io.anteroom.callback.secret.SecretUnreadableException;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;

/** One attempt to deliver a callback. Thread-safe. */
@Singleton
class CallbackSender {

  private static final String NO_SECRET =
      "The client has no callback secret to sign with: POST /callback-secret makes one.";
  private static final String UNREADABLE =
      "The client's callback secret cannot be decrypted: ask the operator, or make a new one with"
          + " POST /callback-secret.";
  private static final String NOTHING_TO_TELL = "What it would tell of is gone.";

  private final CallbackSecrets secrets;
  private final CallbackBodies callbackBodies;
  private final SignedCallback post;
  private final Clock clock;

  CallbackSender(
      CallbackSecrets secrets, CallbackBodies callbackBodies, SignedCallback post, Clock clock) {
    this.secrets = secrets;
    this.callbackBodies = callbackBodies;
    this.post = post;
    this.clock = clock;
  }

  /**
   * Makes it; fails where our own database does not respond, or with {@link
   * DeliveryPostponedException}: neither is an attempt.
   */
  Uni<DeliveryAttempt> attempt(CallbackClaim claim) {
    return secrets
        .of(claim.client())
        .chain(found -> found.isEmpty() ? unsent(NO_SECRET) : sign(claim, found))
        .onFailure(SecretUnreadableException.class)
        .recoverWithUni(() -> unsent(UNREADABLE));
  }

  private Uni<DeliveryAttempt> sign(CallbackClaim claim, List<CallbackSecret> keys) {
    return callbackBodies.of(claim).chain(body -> tell(claim, body, keys));
  }

  private Uni<DeliveryAttempt> tell(CallbackClaim claim, byte[] body, List<CallbackSecret> keys) {
    return body == null ? unsent(NOTHING_TO_TELL) : post.send(claim, body, keys);
  }

  private Uni<DeliveryAttempt> unsent(String why) {
    return Uni.createFrom().item(() -> DeliveryAttempt.unsent(clock.instant(), why));
  }
}
