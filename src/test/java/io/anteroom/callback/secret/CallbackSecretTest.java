package io.anteroom.callback.secret;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CallbackSecretTest {

  private static final String TEXT = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYo=";

  @Test
  void isParsedAndFormatted() {
    CallbackSecret secret = CallbackSecret.parse(" " + TEXT + "\n");
    assertEquals(TEXT, secret.text());
    assertEquals(CallbackSecret.parse(TEXT), secret);
    assertEquals(CallbackSecret.parse(TEXT).hashCode(), secret.hashCode());
    assertNotEquals(CallbackSecret.parse("whsec_" + base64(24)), secret);
    for (int length : List.of(24, 64)) {
      assertEquals(length, CallbackSecret.parse("whsec_" + base64(length)).key().length);
    }
  }

  @Test
  void isImmutable() {
    byte[] key = new byte[32];
    CallbackSecret secret = new CallbackSecret(key);
    key[0] = 1;
    secret.key()[0] = 1;
    assertArrayEquals(new byte[32], secret.key());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "whsec_",
        "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        "WHSEC_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLa",
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw!",
        "whsec_ MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
      })
  void anInvalidSecretIsRefusedWithoutBeingShown(String text) {
    IllegalArgumentException failure =
        assertThrows(IllegalArgumentException.class, () -> CallbackSecret.parse(text));
    assertFalse(failure.getMessage().contains("MfKQ9r8"), failure::getMessage);
  }

  @Test
  void longerSecretsAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> CallbackSecret.parse("whsec_" + base64(65)));
    assertThrows(IllegalArgumentException.class, () -> CallbackSecret.parse("whsec_" + base64(23)));
  }

  @Test
  void printsAsAsterisks() {
    assertEquals("***", CallbackSecret.parse(TEXT).toString());
    assertEquals("[***]", List.of(CallbackSecret.parse(TEXT)).toString());
  }

  private static String base64(int length) {
    return Base64.getEncoder().encodeToString(new byte[length]);
  }
}
