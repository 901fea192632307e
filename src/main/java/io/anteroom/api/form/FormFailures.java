package io.anteroom.api.form;

import io.anteroom.api.problem.ProblemType;
import io.quarkiverse.resteasy.problem.HttpProblem;
import java.io.IOException;
import java.io.UnsupportedEncodingException;
import java.nio.file.FileSystemException;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Tells failures of reading a form from all others. RESTEasy throws general exceptions, so that
 * only the stack trace shows whether its form parser or the writing of a file failed.
 */
public final class FormFailures {

  private static final String PARSER = "org.jboss.resteasy.reactive.server.core.multipart.";
  private static final String FILES = "sun.nio.ch.File";
  private static final String NO_SPACE = "No space left";

  private FormFailures() {}

  /** The problem of a form that cannot be read or stored; empty for any other failure. */
  public static Optional<HttpProblem> problem(Throwable failure) {
    if (isOfTheSpool(failure)) {
      return Optional.of(spoolProblem(failure));
    }
    return isOfTheParser(failure)
        ? Optional.of(ProblemType.MALFORMED_FORM.problem())
        : Optional.empty();
  }

  public static HttpProblem spoolProblem(Throwable failure) {
    boolean full = causes(failure).anyMatch(FormFailures::saysNoSpace);
    return full
        ? ProblemType.SPOOL_FULL.with("The disk of the spool is full.")
        : ProblemType.SPOOL_UNAVAILABLE.problem();
  }

  private static boolean isOfTheSpool(Throwable failure) {
    return causes(failure)
        .anyMatch(
            cause ->
                cause instanceof FileSystemException
                    || cause instanceof IOException
                        && trace(cause).anyMatch(name -> name.startsWith(FILES))
                        && trace(cause).anyMatch(FormFailures::isParser));
  }

  /** Whether the parser gave up, or what decodes for it; not what writes for it. */
  private static boolean isOfTheParser(Throwable failure) {
    if (failure instanceof UnsupportedEncodingException
        || failure.getCause() instanceof UnsupportedEncodingException) {
      return true;
    }
    if (failure instanceof IOException) {
      return trace(failure).limit(1).anyMatch(FormFailures::isParser);
    }
    return !(failure.getCause() instanceof IOException)
        && trace(failure).anyMatch(FormFailures::isParser);
  }

  private static boolean saysNoSpace(Throwable cause) {
    return cause.getMessage() != null && cause.getMessage().contains(NO_SPACE);
  }

  private static Stream<String> trace(Throwable failure) {
    return Arrays.stream(failure.getStackTrace()).map(StackTraceElement::getClassName);
  }

  private static boolean isParser(String name) {
    return name.startsWith(PARSER);
  }

  private static Stream<Throwable> causes(Throwable failure) {
    return Stream.iterate(failure, cause -> cause != null, Throwable::getCause).limit(20);
  }
}
