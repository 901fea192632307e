package io.anteroom.api.form;

import io.anteroom.api.problem.Problems;
import io.quarkiverse.resteasy.problem.HttpProblem;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.Arrays;
import java.util.stream.Stream;

/** Tells a disk that fails while a form is written to it from a store that fails. */
public final class SpoolFailures {

  private static final String PARSER = "org.jboss.resteasy.reactive.server.core.multipart.";
  private static final String FILES = "sun.nio.ch.File";
  private static final String NO_SPACE = "No space left";

  private SpoolFailures() {}

  /** Whether a file of a form could not be written. */
  public static boolean isMeantBy(Throwable failure) {
    return causes(failure)
        .anyMatch(
            cause ->
                cause instanceof FileSystemException
                    || cause instanceof IOException
                        && passed(cause, FILES)
                        && passed(cause, PARSER));
  }

  /** What is answered to it. */
  public static HttpProblem problem(Throwable failure) {
    boolean full = causes(failure).anyMatch(SpoolFailures::saysNoSpace);
    return full
        ? Problems.spoolFull("The disk of the spool is full.")
        : Problems.spoolUnavailable();
  }

  private static boolean saysNoSpace(Throwable cause) {
    return cause.getMessage() != null && cause.getMessage().contains(NO_SPACE);
  }

  private static boolean passed(Throwable failure, String classes) {
    return Arrays.stream(failure.getStackTrace())
        .anyMatch(frame -> frame.getClassName().startsWith(classes));
  }

  private static Stream<Throwable> causes(Throwable failure) {
    return Stream.iterate(failure, cause -> cause != null, Throwable::getCause).limit(20);
  }
}
