package io.anteroom.api.problem;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The member instance is a URI reference (RFC 9457, section 3.1.5), so it is not always the path.
 */
class ProblemInstanceTest {

  @ParameterizedTest
  @ValueSource(strings = {"/", "/tasks/42", "/a%20b"})
  void aValidPathIsTheInstance(String path) {
    assertEquals(path, ProblemInstance.of(path).toString());
  }

  @ParameterizedTest
  @CsvSource({"/%zz, /%25zz", "/a b, /a%20b", "/<script>, /%3Cscript%3E", "/ü%, /%C3%BC%25"})
  void anInvalidPathIsEncoded(String path, String expected) {
    assertEquals(expected, ProblemInstance.of(path).toString());
  }

  @ParameterizedTest
  @NullAndEmptySource
  void withoutAPathItIsTheRoot(String path) {
    assertEquals("/", ProblemInstance.of(path).toString());
  }
}
