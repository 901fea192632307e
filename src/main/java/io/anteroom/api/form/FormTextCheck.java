package io.anteroom.api.form;

import io.anteroom.api.problem.ProblemType;
import io.anteroom.async.json.UnicodeText;

/**
 * Refuses text of a form that is no text: what reads forms has put U+FFFD in the place of bytes
 * that are no UTF-8, and the value would go on as another one. Stateless.
 */
final class FormTextCheck {

  private FormTextCheck() {}

  /** A name of a field. */
  static void checkName(String name) {
    UnicodeText.faultOfDecoded(name)
        .ifPresent(
            fault -> {
              throw ProblemType.MALFORMED_FORM.with(
                  "A field of the form has a name that %s.".formatted(fault));
            });
  }

  /**
   * A value.
   *
   * @param field the field that it belongs to
   * @param what what it is, as the beginning of a sentence
   * @param value may be null
   */
  static void check(String field, String what, String value) {
    if (value != null) {
      UnicodeText.faultOfDecoded(value)
          .ifPresent(
              fault -> {
                throw ProblemType.INVALID_FIELD.about(field, "%s %s.".formatted(what, fault));
              });
    }
  }
}
