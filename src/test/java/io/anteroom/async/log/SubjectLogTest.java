package io.anteroom.async.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jboss.logging.MDC;
import org.jboss.logmanager.ExtLogRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The fields of a line about something. */
class SubjectLogTest {

  private static final UUID TASK = new UUID(1, 2);

  private final SubjectLog log = SubjectLog.of(SubjectLogTest.class);
  private final Map<String, String> fields = new HashMap<>();
  private String message;

  private final Handler handler =
      new Handler() {
        @Override
        public void publish(LogRecord line) {
          message = ((ExtLogRecord) line).getFormattedMessage();
          fields.putAll(((ExtLogRecord) line).getMdcCopy());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  @BeforeEach
  void listen() {
    Logger.getLogger(SubjectLogTest.class.getName()).addHandler(handler);
  }

  @AfterEach
  void forget() {
    Logger.getLogger(SubjectLogTest.class.getName()).removeHandler(handler);
    MDC.clear();
  }

  @Test
  void areThoseOfItsSubjectAndNoOthers() {
    log.warnf(of -> of.taskId(TASK).client("shop").account(null).attempt(3), "of %d", 7);
    assertEquals("of 7", message);
    assertEquals(Map.of("task_id", TASK.toString(), "client", "shop", "attempt", "3"), fields);
    assertNull(MDC.get("task_id"), "and the next line has none of them");
  }

  @Test
  void whatStoodThereBeforeStandsThereAgain() {
    MDC.put("client", "before");
    log.infof(of -> of.client("shop"), "a line");
    assertEquals("shop", fields.get("client"));
    assertEquals("before", MDC.get("client"));
  }

  @Test
  void areNotAskedForWhereNobodyLogsTheLine() {
    log.debugf(of -> fail("asked"), "a line");
    assertNull(message);
  }
}
