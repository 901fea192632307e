package io.anteroom.upstream;

import io.anteroom.upstream.http.RequestBodyUnreadableException;
import io.anteroom.upstream.http.ResponseTooLargeException;
import io.anteroom.upstream.http.UpstreamCallException;
import java.util.function.Predicate;

/** Failures after which a call that is safe to repeat is worth another permit. Stateless. */
public final class RetryableFailures implements Predicate<Throwable> {

  @Override
  public boolean test(Throwable failure) {
    return failure instanceof RetryLaterException
        || (failure instanceof UpstreamCallException && mayEndOtherwise(failure))
        || failure instanceof org.eclipse.microprofile.faulttolerance.exceptions.TimeoutException;
  }

  private static boolean mayEndOtherwise(Throwable failure) {
    ResponseTooLargeException tooLarge = ResponseTooLargeException.in(failure);
    return !(failure.getCause() instanceof RequestBodyUnreadableException)
        && (tooLarge == null || !tooLarge.isAlone());
  }
}
