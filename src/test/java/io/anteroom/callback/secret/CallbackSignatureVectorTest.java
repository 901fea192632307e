package io.anteroom.callback.secret;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The test vectors of the Standard Webhooks libraries; needs no Node. */
class CallbackSignatureVectorTest {

  private static final CallbackSecret SECRET =
      CallbackSecret.parse("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
  private static final byte[] BODY = "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8);
  private static final String EXPECTED = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";

  @Test
  void signsAsTheLibrariesDo() {
    assertEquals(EXPECTED, sign(List.of(SECRET)));
    assertEquals(EXPECTED + " " + EXPECTED, sign(List.of(SECRET, SECRET)));
  }

  private static String sign(List<CallbackSecret> secrets) {
    return CallbackSignature.of("msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, BODY, secrets);
  }
}
