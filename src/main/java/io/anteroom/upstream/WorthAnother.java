package io.anteroom.upstream;

import java.util.function.Predicate;

/** Failures after which a call that is safe to repeat is worth another permit. Stateless. */
public final class WorthAnother implements Predicate<Throwable> {

  @Override
  public boolean test(Throwable failure) {
    return failure instanceof TryAgain
        || (failure instanceof UpstreamFailure && mayEndOtherwise(failure))
        || failure instanceof org.eclipse.microprofile.faulttolerance.exceptions.TimeoutException;
  }

  private static boolean mayEndOtherwise(Throwable failure) {
    AnswerTooLargeException tooLarge = AnswerTooLargeException.in(failure);
    return !(failure.getCause() instanceof BodyUnreadable)
        && (tooLarge == null || !tooLarge.isAlone());
  }
}
