CREATE TABLE "marketo_days" (
	"day" text PRIMARY KEY NOT NULL,
	"our_calls" integer DEFAULT 0 NOT NULL,
	"instance_calls" integer,
	"instance_read_at" timestamp (3) with time zone
);
