CREATE TABLE "bulk_people" (
	"run_id" integer NOT NULL,
	"registrant_id" integer NOT NULL,
	"decision_number" integer NOT NULL,
	"outcome" text,
	"refusal" text,
	CONSTRAINT "bulk_people_run_id_registrant_id_pk" PRIMARY KEY("run_id","registrant_id"),
	CONSTRAINT "bulk_people_outcome" CHECK ("bulk_people"."outcome" in ('decided', 'refused'))
);
--> statement-breakpoint
CREATE TABLE "bulk_runs" (
	"id" serial PRIMARY KEY NOT NULL,
	"webinar_id" integer NOT NULL,
	"user_id" text NOT NULL,
	"decision" text NOT NULL,
	"reason" text,
	"message_id" integer NOT NULL,
	"begun_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"ended_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "review_marks" (
	"review_id" integer NOT NULL,
	"registrant_id" integer NOT NULL,
	"decision_number" integer NOT NULL,
	CONSTRAINT "review_marks_review_id_registrant_id_pk" PRIMARY KEY("review_id","registrant_id")
);
--> statement-breakpoint
CREATE TABLE "reviews" (
	"id" serial PRIMARY KEY NOT NULL,
	"webinar_id" integer NOT NULL,
	"user_id" text NOT NULL,
	"page" integer DEFAULT 0 NOT NULL,
	"search" text DEFAULT '' NOT NULL,
	"filter" text DEFAULT 'everybody' NOT NULL,
	"turn" integer DEFAULT 0 NOT NULL,
	"shown" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"decision" text,
	"reason" text,
	"is_begun" boolean DEFAULT false NOT NULL,
	"opened_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "messages" DROP CONSTRAINT "messages_kind";--> statement-breakpoint
ALTER TABLE "registrants" ADD COLUMN "background" jsonb;--> statement-breakpoint
ALTER TABLE "registrants" ADD COLUMN "bulk_run_id" integer;--> statement-breakpoint
ALTER TABLE "bulk_people" ADD CONSTRAINT "bulk_people_run_id_bulk_runs_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."bulk_runs"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bulk_people" ADD CONSTRAINT "bulk_people_registrant_id_registrants_id_fk" FOREIGN KEY ("registrant_id") REFERENCES "public"."registrants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bulk_runs" ADD CONSTRAINT "bulk_runs_webinar_id_webinars_id_fk" FOREIGN KEY ("webinar_id") REFERENCES "public"."webinars"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bulk_runs" ADD CONSTRAINT "bulk_runs_message_id_messages_id_fk" FOREIGN KEY ("message_id") REFERENCES "public"."messages"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "review_marks" ADD CONSTRAINT "review_marks_review_id_reviews_id_fk" FOREIGN KEY ("review_id") REFERENCES "public"."reviews"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "review_marks" ADD CONSTRAINT "review_marks_registrant_id_registrants_id_fk" FOREIGN KEY ("registrant_id") REFERENCES "public"."registrants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reviews" ADD CONSTRAINT "reviews_webinar_id_webinars_id_fk" FOREIGN KEY ("webinar_id") REFERENCES "public"."webinars"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "bulk_people_waiting" ON "bulk_people" USING btree ("run_id") WHERE "bulk_people"."outcome" is null;--> statement-breakpoint
CREATE INDEX "bulk_runs_message" ON "bulk_runs" USING btree ("message_id");--> statement-breakpoint
ALTER TABLE "messages" ADD CONSTRAINT "messages_kind" CHECK ("messages"."kind" in ('approval', 'alert', 'report', 'notice', 'bulk'));