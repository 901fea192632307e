package io.anteroom.cli;

import io.anteroom.cli.option.UsageException;
import io.anteroom.cli.output.Console;
import io.anteroom.cli.output.OutputClosedException;
import io.anteroom.cli.service.ConnectionFailure;
import io.anteroom.cli.service.Session;
import io.anteroom.client.callback.CallbackException;
import io.anteroom.client.failure.NoResponseException;
import io.anteroom.client.failure.ProblemException;
import io.anteroom.client.failure.TaskFailedException;
import io.anteroom.client.failure.TaskTimeoutException;
import io.anteroom.client.failure.UnreadableResponseException;
import io.anteroom.client.json.JsonException;
import io.anteroom.client.response.Problem;
import java.io.UncheckedIOException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** Says in words what failed, and which exit code that is. Never a stack trace. */
final class FailureWords implements IExecutionExceptionHandler {

  private static final String FOREIGN = "about:blank";

  private final Console console;
  private final Session session;

  FailureWords(Console console, Session session) {
    this.console = console;
    this.session = session;
  }

  @Override
  public int handleExecutionException(Exception failure, CommandLine command, ParseResult args) {
    if (failure instanceof UsageException) {
      console.say(failure.getMessage());
      return ExitCode.USAGE;
    }
    if (failure instanceof OutputClosedException) {
      return ExitCode.FAILED; // nobody reads any more, as after | head
    }
    if (failure instanceof ProblemException refused) {
      return refused(refused.problem());
    }
    if (failure instanceof TaskTimeoutException late) {
      console.say(late.getMessage());
      late.taskId()
          .ifPresent(id -> console.say("It goes on. To wait again: anteroom tasks watch " + id));
      return ExitCode.STILL_RUNNING;
    }
    console.say(words(failure));
    if (failure instanceof NoResponseException silent) {
      silent.idempotencyKey().ifPresent(this::sayHowToRepeat);
    }
    return ExitCode.FAILED;
  }

  private String words(Exception failure) {
    if (failure instanceof NoResponseException silent) {
      return ConnectionFailure.words(silent.getCause(), session.url());
    }
    if (failure instanceof UnreadableResponseException || failure instanceof JsonException) {
      return session.url() + " does not respond as Anteroom does. " + failure.getMessage();
    }
    if (failure instanceof TaskFailedException
        || failure instanceof CallbackException
        || failure instanceof IllegalArgumentException) {
      return failure.getMessage();
    }
    if (failure instanceof UncheckedIOException unread) {
      return "A file cannot be read: " + unread.getCause().getMessage();
    }
    return "This is a mistake in the command line itself: " + failure;
  }

  private void sayHowToRepeat(String key) {
    console.say("Whether it was accepted is not known. The same command with");
    console.say("  --idempotency-key " + key);
    console.say("finds it, or accepts it, once.");
  }

  private int refused(Problem problem) {
    console.say(words(problem));
    boolean ofUpstream = problem.name().startsWith("upstream-");
    boolean key = problem.status() == 401 || problem.status() == 403;
    return key && !ofUpstream ? ExitCode.NOT_AUTHORISED : ExitCode.FAILED;
  }

  private String words(Problem problem) {
    return switch (problem.name()) {
      case FOREIGN ->
          "%s is not Anteroom, or something before it responded: %d %s"
              .formatted(session.url(), problem.status(), oneLine(problem.detail()));
      case "unknown-api-version" ->
          "This Anteroom is of another version: it does not know the API of %s, which this command line speaks. It knows %s."
              .formatted(Version.API, problem.json().fields().getOrDefault("known", "others"));
      case "not-found", "method-not-allowed", "unknown-parameter" ->
          "This Anteroom is of another version than this command line (%s): %s"
              .formatted(Version.OWN, problem.detail());
      case "unauthorized" ->
          "The key is not known to %s. It came from %s."
              .formatted(session.url(), session.sourceOfKey());
      case "clients-only", "operators-only", "admins-only" ->
          problem.detail() + " The key came from " + session.sourceOfKey() + ".";
      default ->
          problem.name()
              + ": "
              + problem.detail()
              + problem.field().map(field -> " (" + field + ")").orElse("");
    };
  }

  private static String oneLine(String text) {
    return text.strip().replaceAll("\\s+", " ");
  }
}
