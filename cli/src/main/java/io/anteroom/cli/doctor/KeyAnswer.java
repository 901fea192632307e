package io.anteroom.cli.doctor;

import io.anteroom.cli.Version;
import io.anteroom.cli.service.Settings;
import io.anteroom.client.response.Problem;
import java.util.Optional;

/** Reads what a call with a key was refused with. Stateless. */
final class KeyAnswer {

  private KeyAnswer() {}

  /** The failure; empty if the call succeeded. */
  static Optional<Finding> failure(String check, Settings.Value key, Answer answer) {
    if (answer.missing() != null) {
      return Optional.of(Finding.failed(check, answer.missing(), ""));
    }
    if (answer.status() == 200) {
      return Optional.empty();
    }
    Problem problem = answer.problem();
    return Optional.of(
        switch (problem.name()) {
          case "unauthorized" ->
              Finding.refused(
                  check,
                  "It is not known. It came from " + key.source() + ".",
                  "Ask the operator.");
          case "clients-only" ->
              Finding.refused(
                  check,
                  "It is an operator's. It came from " + key.source() + ".",
                  "Put it into ANTEROOM_OPERATOR_KEY.");
          case "operators-only" ->
              Finding.refused(
                  check,
                  "It is a client's. It came from " + key.source() + ".",
                  "Put it into ANTEROOM_KEY.");
          case "unknown-api-version" ->
              Finding.failed(
                  check,
                  "Not checked: the server does not know the API of "
                      + Version.API
                      + ", it knows "
                      + problem.json().fields().getOrDefault("known", "others")
                      + ".",
                  "Take the command line of its version.");
          case "not-found" ->
              Finding.failed(
                  check,
                  "The server has no such call.",
                  "It is of another version than " + Version.OWN + ".");
          case "database-unavailable" ->
              Finding.failed(
                  check, "PostgreSQL does not respond to Anteroom: " + problem.detail(), "");
          default -> other(check, answer, problem);
        });
  }

  private static Finding other(String check, Answer answer, Problem problem) {
    String words =
        problem.name().equals("about:blank")
            ? "Something before Anteroom responded: " + answer.description() + "."
            : problem.name() + ": " + problem.detail();
    return answer.status() == 401 || answer.status() == 403
        ? Finding.refused(check, words, "")
        : Finding.failed(check, words, "");
  }
}
