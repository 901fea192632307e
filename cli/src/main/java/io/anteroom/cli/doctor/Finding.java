package io.anteroom.cli.doctor;

import io.anteroom.cli.ExitCode;
import io.anteroom.client.json.JsonObject;
import java.util.Locale;

/**
 * What a check found.
 *
 * @param check its name
 * @param words what is so
 * @param advice what to do, or empty
 * @param code the exit code that it makes
 */
record Finding(String check, Verdict verdict, String words, String advice, int code) {

  static Finding ok(String check, String words) {
    return new Finding(check, Verdict.OK, words, "", ExitCode.DONE);
  }

  static Finding warning(String check, String words, String advice) {
    return new Finding(check, Verdict.WARNING, words, advice, ExitCode.DONE);
  }

  static Finding failed(String check, String words, String advice) {
    return new Finding(check, Verdict.FAILED, words, advice, ExitCode.FAILED);
  }

  /** A key that does not do what it should. */
  static Finding refused(String check, String words, String advice) {
    return new Finding(check, Verdict.FAILED, words, advice, ExitCode.NOT_AUTHORISED);
  }

  static Finding notChecked(String check, String words) {
    return new Finding(check, Verdict.NOT_CHECKED, words, "", ExitCode.DONE);
  }

  JsonObject json() {
    JsonObject json =
        JsonObject.empty()
            .with("check", check)
            .with("verdict", verdict.label().toLowerCase(Locale.ROOT).replace(' ', '_'))
            .with("words", words);
    return advice.isEmpty() ? json : json.with("advice", advice);
  }

  /** One line for people. */
  String line() {
    String line = "%-11s %s: %s".formatted(verdict.label(), check, words);
    return advice.isEmpty() ? line : line + " " + advice;
  }
}
