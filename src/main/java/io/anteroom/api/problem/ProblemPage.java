package io.anteroom.api.problem;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.net.URI;

/**
 * What is told of a type of problem.
 *
 * @param type its address, as the member {@code type} has it
 * @param title its title
 * @param status the HTTP status that it comes with
 * @param meaning what it means
 * @param remedy what the caller can do
 * @param example a problem of this type
 */
@RegisterForReflection
record ProblemPage(
    URI type, String title, int status, String meaning, String remedy, Example example) {

  /**
   * A problem as an answer could carry it.
   *
   * @param field the field that it is about, or null
   */
  @RegisterForReflection
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Example(URI type, String title, int status, String detail, String field) {}

  static ProblemPage of(ProblemType type) {
    var example = type.example();
    return new ProblemPage(
        type.uri(),
        type.title(),
        type.status(),
        type.meaning(),
        type.remedy(),
        new Example(
            type.uri(),
            type.title(),
            type.status(),
            example.getDetail(),
            (String) example.getParameters().get("field")));
  }
}
