package io.anteroom.waiting.stream;

import io.anteroom.task.event.EventTail;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/** Says at the start if the event log came with a dump of another database and must be mended. */
@Singleton
public class RestoredEventLogCheck {

  private static final Logger LOG = Logger.getLogger(RestoredEventLogCheck.class);

  private final EventTail tail;

  public RestoredEventLogCheck(EventTail tail) {
    this.tail = tail;
  }

  /** Does not wait for the answer: the service works all the same, but for its events. */
  void check(@Observes StartupEvent event) {
    tail.isAhead()
        .subscribe()
        .with(this::tell, failure -> LOG.debugf("the event log could not be checked: %s", failure));
  }

  private void tell(boolean ahead) {
    if (ahead) {
      LOG.warn(
          "task_event has transaction ids that this database has not reached (a restored dump?):"
              + " its events stay hidden from streams and their ids are refused;"
              + " stop all replicas and run the SQL of docs/deployment.md, \"After a restore\"");
    }
  }
}
