package io.anteroom.callback;

import io.anteroom.callback.secret.CallbackSecret;
import io.anteroom.callback.secret.CallbackSecrets;
import io.anteroom.callback.secret.SecretUnreadable;
import io.anteroom.task.Task;
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
  private static final String NO_TASK = "The task is gone.";

  private final CallbackSecrets secrets;
  private final EndedTasks tasks;
  private final Payload payload;
  private final SignedPost post;
  private final Clock clock;

  Delivery(
      CallbackSecrets secrets, EndedTasks tasks, Payload payload, SignedPost post, Clock clock) {
    this.secrets = secrets;
    this.tasks = tasks;
    this.payload = payload;
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
    return tasks.of(claim).chain(task -> tell(claim, task, keys));
  }

  private Uni<Attempt> tell(Claim claim, Task task, List<CallbackSecret> keys) {
    return task == null ? unsent(NO_TASK) : post.send(claim, payload.of(claim.type(), task), keys);
  }

  private Uni<Attempt> unsent(String why) {
    return Uni.createFrom().item(() -> Attempt.unsent(clock.instant(), why));
  }
}
