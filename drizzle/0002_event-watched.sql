ALTER TABLE "connection_faults" ADD COLUMN "is_for_all" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "webinars" ADD COLUMN "on24_title" text;--> statement-breakpoint
ALTER TABLE "webinars" ADD COLUMN "event_asked_at" timestamp (3) with time zone;