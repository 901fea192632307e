package io.anteroom.client.repeat;

import io.anteroom.client.failure.ProblemException;
import java.io.IOException;
import java.security.cert.CertificateException;
import java.util.Set;
import java.util.concurrent.CompletionException;

/** Which failures pass by themselves. Stateless. */
public final class Repeatable {

  private static final Set<Integer> STATUSES = Set.of(408, 425, 429, 500, 502, 503, 504, 507);

  /** The upstream's last word, whatever the status. */
  private static final Set<String> FINAL =
      Set.of("upstream-refused", "upstream-unauthorized", "upstream-unreadable");

  private Repeatable() {}

  /** Whether the same request can succeed later. */
  public static boolean is(Throwable failure) {
    if (failure instanceof ProblemException refused) {
      return STATUSES.contains(refused.problem().status())
          && !FINAL.contains(refused.problem().name());
    }
    return failure instanceof IOException && !isOfCertificate(failure);
  }

  private static boolean isOfCertificate(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof CertificateException) {
        return true;
      }
    }
    return false;
  }

  /** The failure itself, without what {@code CompletableFuture} puts around it. */
  public static Throwable cause(Throwable failure) {
    return failure instanceof CompletionException && failure.getCause() != null
        ? cause(failure.getCause())
        : failure;
  }
}
