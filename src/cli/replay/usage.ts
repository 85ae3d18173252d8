export const USAGE = `Usage: entra-signin-risk replay files --input FILE_OR_DIR ... [options]
       entra-signin-risk replay hub [--since TIME] [--until TIME] [options]
       entra-signin-risk replay dead-letters [--input FILE_OR_DIR ... | --folder HOUR] [options]

Sends sign-ins again. files sends exported logs into the deployment's hub, to fill a gap. hub reads what a hub still holds
of a time, and runs it through the same pipeline as the function, with the deployment's settings: after an outage, a wrong
setting or a change of levels. dead-letters sends the original bytes of dead letters into the hub, and leaves them where
they are (dead-letters redrive takes them away, too).

  --input FILE_OR_DIR  files: logs (.json .jsonl .ndjson .log .csv, also .gz); dead-letters: files of them; may be
                       repeated, and take several paths
  --folder HOUR        dead-letters: those of an hour of the container, such as 2026-11-16-08; default: all
  --reason REASON      dead-letters: only those with this reason
  --partition ID       hub: only this partition; may be repeated
  --since TIME, --until TIME
                       not before, and before (2026-11-16, or 2026-11-16T08:00:00Z): of files the records' own time, else
                       the time at which the hub got the event
  --into hub|pipeline  where to; default: hub for files and dead-letters, pipeline for hub
  --no-alerts          into the pipeline without alerts: rows are filled in, and nobody is called again
  --rate N             records a second, at most; an event is not cut in two
  --dry-run            say what would be sent, and send nothing
  --state FILE         where it notes how far it is; default: a file of this user, which is printed
  --restart            begin anew, also where an interrupted replay could go on
  --json               print the outcome as JSON

  --namespace HOST, --hub NAME
                       the hub; default: EventHubConnection__fullyQualifiedNamespace and EVENT_HUB_NAME of the settings
  --consumer-group G   hub: the consumer group to read in ($Default); not the function's own while the app runs
  --to-namespace HOST, --to-hub NAME
                       hub, into a hub: another one; default: the same, whose function then gets the events again
  --connection-string-stdin
                       the hub's connection string comes on standard input
  --account URL, --container NAME
                       dead-letters: as for the command dead-letters
  --settings FILE      the deployment's settings: a file like local.settings.json, or what az functionapp config
                       appsettings list prints; default: the environment
  --help               this text

The identity is the caller's (az login, or the environment's): Azure Event Hubs Data Sender on the hub to send, Data Receiver
to read, and into the pipeline what dead-letters redrive needs. In place of it a connection string, never on the command line:
in EVENT_HUB_CONNECTION_STRING, or on standard input; for --to-hub in TARGET_EVENT_HUB_CONNECTION_STRING.

Ctrl-C ends it after what is under way; the same command then goes on from there, and sends nothing twice but what was under
way should it be killed. Rows of the same record have the same RecordId, alerts the same id.

Exit code: 0 all was sent; 1 it was stopped, or an event is larger than the hub takes; 2 wrong usage, a file or a service
that cannot be used (the place is noted, too).
`;
