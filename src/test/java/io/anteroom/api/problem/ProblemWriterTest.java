package io.anteroom.api.problem;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The member instance is a URI reference (RFC 9457, section 3.1.5), so it is not always the path.
 */
class ProblemWriterTest {

  @ParameterizedTest
  @ValueSource(strings = {"/", "/tasks/42", "/a%20b"})
  void aValidPathIsTheInstance(String path) {
    assertTrue(ProblemWriter.isUriReference(path));
  }

  @ParameterizedTest
  @NullAndEmptySource
  @ValueSource(strings = {"/%zz", "/a b", "/<script>"})
  void anInvalidPathIsNot(String path) {
    assertFalse(ProblemWriter.isUriReference(path));
  }
}
