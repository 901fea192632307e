package io.anteroom.loop;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class UnexpectedFailureTest {

  @Test
  void whatHappensToNetworksAndServersIsNoMistake() {
    assertFalse(UnexpectedFailure.isMistake(new IOException("reset")));
    assertFalse(UnexpectedFailure.isMistake(new UncheckedIOException(new IOException("reset"))));
    assertFalse(UnexpectedFailure.isMistake(new TimeoutException()));
    assertFalse(UnexpectedFailure.isMistake(new RuntimeException("no answer", new IOException())));
  }

  @Test
  void aMistakeIsFoundUnderWhatWrapsIt() {
    assertTrue(UnexpectedFailure.isMistake(new IllegalStateException("no Vert.x context")));
    assertTrue(UnexpectedFailure.isMistake(new RuntimeException(new NullPointerException())));
    Throwable wrapped = new RuntimeException(new IOException(new ClassCastException()));
    assertTrue(UnexpectedFailure.isMistake(wrapped));
  }
}
